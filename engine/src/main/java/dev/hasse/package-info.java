/**
 * Rigorous bounds on the outputs of neural networks, for thousands of input boxes at a time.
 *
 * <p>Boxes go down, bounds come up, and nothing below ever calls something above. This is the path
 * of one batch:
 *
 * <table>
 * <caption>The path of a batch</caption>
 * <tr><th>step</th><th>package</th><th>what happens</th><th>what it hands on</th></tr>
 * <tr><td>1</td><td>{@code cli}</td><td>parse arguments, choose a backend by name</td>
 *     <td>paths, options</td></tr>
 * <tr><td>2</td><td>{@code format}</td><td>read ONNX, NNet, VNN-LIB, CSV, IDX</td>
 *     <td>{@code Network}, {@code Property}, boxes, images</td></tr>
 * <tr><td>3</td><td>{@code verify}</td>
 *     <td>pick the boxes and the method to try next</td>
 *     <td>{@code BoxBatch}, {@code Objectives}</td></tr>
 * <tr><td>4</td><td>{@code bound}</td><td>walk the network once per pass</td>
 *     <td>calls on a lane's verbs</td></tr>
 * <tr><td>5</td><td>{@code compute}</td>
 *     <td>upload once, run every step on the device, download once</td>
 *     <td>device tensors, then {@code Bounds}</td></tr>
 * <tr><td>6</td><td>{@code verify}</td>
 *     <td>compare bounds with the question; what is undecided goes back to 3</td>
 *     <td>{@code Verdict}</td></tr>
 * <tr><td>7</td><td>{@code sweep}, {@code report}</td>
 *     <td>keep one row for each question of a plan; draw</td><td>rows, HTML</td></tr>
 * </table>
 *
 * <p>{@code hasse bounds} goes from 2 to 4 directly. Under all of these lie {@code numeric}, where
 * rounding happens, {@code domain}, the nouns, and {@code network}, the graph. {@code relax} holds
 * the linear relaxation of one activation, {@code solver} a port to linear and mixed-integer
 * programs, {@code train} plain and certified training, {@code report} results as HTML. This
 * package itself holds no class. Who may depend on whom is enforced by {@code DependencyRulesTest};
 * start reading with {@link dev.hasse.domain.BoxBatch} and {@link dev.hasse.network.Network}.
 */
package dev.hasse;
