/**
 * The answers of sweeps in a database, and what reports want to know of them. Start reading at
 * {@link dev.hasse.sweep.store.SweepSummary}. The only package that knows the database.
 */
package dev.hasse.sweep.store;
