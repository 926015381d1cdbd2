/**
 * VNN-LIB properties: a tokeniser, an s-expression reader that nesting cannot exhaust, and the
 * lowering of assertions to a disjunction of boxes with linear output constraints.
 *
 * <p>Start with {@link dev.hasse.format.vnnlib.VnnLibReader}. May use what {@code format} may.
 */
package dev.hasse.format.vnnlib;
