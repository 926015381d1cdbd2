/**
 * The results of a sweep in a folder: a DuckDB database with one table, {@code answers}, a row for
 * each question. Start reading at {@link dev.hasse.sweep.store.ResultStore}, and for what reports
 * want to know of the rows at {@link dev.hasse.sweep.store.SweepSummary}. DuckDB is mentioned
 * nowhere else, and its native library is loaded by the first store that opens, so nobody else pays
 * for it. Decides nothing about questions.
 */
package dev.hasse.sweep.store;
