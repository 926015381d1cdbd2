/**
 * How long the CUDA kernels should take, predicted from what the PTX emulator counts. Start at
 * {@link dev.hasse.kernels.cuda.model.PredictionTables}, which makes the tables of docs/kernels.md.
 *
 * <p>A {@link dev.hasse.kernels.cuda.model.Recording} holds every launch of a pass over a few boxes
 * with its counts, {@link dev.hasse.kernels.cuda.model.PassPlan} the launches of any batch, and
 * {@link dev.hasse.kernels.cuda.model.Prediction} what bounds the time of each.
 */
package dev.hasse.kernels.cuda.model;
