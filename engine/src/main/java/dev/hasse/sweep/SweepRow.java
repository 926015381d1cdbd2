package dev.hasse.sweep;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What became of one question of a sweep: one row of its table, also where the question failed.
 *
 * @param question its number in the order of the plan, from 0: what a row is known by
 * @param network name in the plan
 * @param networkHash SHA-256 of the network's file, in hexadecimal digits
 * @param dataset name in the plan
 * @param input index in the dataset
 * @param label class that the input should get
 * @param radius asked; of a bisection the largest that was certified, 0 where none was
 * @param refusedRadius of a bisection the smallest that was not certified
 * @param clipLower lower end of the input domain
 * @param clipUpper upper end of the input domain
 * @param seed of the question
 * @param verdict certified, violated, undecided, misclassified or error
 * @param method that decided, or tried last; empty where none was asked
 * @param guarantee of the margin: rigorous, solver-tolerance, or empty where it is no bound
 * @param margin the best lower bound of the label's output minus the largest other one; no number
 *     where no method gave one
 * @param ibp margin by interval bounds, where computed; the next ones likewise
 * @param unstable ReLUs that the interval bounds leave on both sides of the kink
 * @param seconds the question's share of the time of its batches
 * @param backend that computed, such as cpu
 * @param device in words
 * @param host name of the machine
 * @param version of the code
 * @param error why a question failed; empty where it did not
 */
public record SweepRow(
    long question,
    String network,
    String networkHash,
    String dataset,
    int input,
    int label,
    double radius,
    OptionalDouble refusedRadius,
    double clipLower,
    double clipUpper,
    long seed,
    String verdict,
    Optional<String> method,
    Optional<String> guarantee,
    OptionalDouble margin,
    OptionalDouble ibp,
    OptionalDouble crownIbp,
    OptionalDouble crown,
    OptionalDouble alphaCrown,
    OptionalDouble lp,
    OptionalDouble sdp,
    OptionalDouble exact,
    OptionalInt unstable,
    double seconds,
    String backend,
    String device,
    String host,
    String version,
    Optional<String> error) {}
