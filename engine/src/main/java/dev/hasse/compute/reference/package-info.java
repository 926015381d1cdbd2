/**
 * The reference backend: every verb in plain Java doubles, rounded outwards operation by operation,
 * slow and obvious. What the other backends are measured against. Nobody mentions this package; it
 * is found as a service under the name {@code reference}.
 */
package dev.hasse.compute.reference;
