/**
 * The linear relaxation of one activation of one neuron, as pure functions of its pre-activation
 * bounds. May use {@code network}, {@code domain} and {@code numeric}.
 */
package dev.hasse.relax;
