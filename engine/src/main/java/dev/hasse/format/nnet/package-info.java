/**
 * The text format of the ACAS Xu networks. One class: {@link dev.hasse.format.nnet.NNetReader}. May
 * use what {@code format} may.
 */
package dev.hasse.format.nnet;
