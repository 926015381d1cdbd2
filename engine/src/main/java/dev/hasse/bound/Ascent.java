package dev.hasse.bound;

/**
 * How long alpha-CROWN optimises.
 *
 * @param ofNodes effort for bounds of pre-activations; {@link Effort#NONE} for those of CROWN
 * @param ofForms effort for the outputs, or for linear forms of them
 */
public record Ascent(Effort ofNodes, Effort ofForms) {
  /** Steps for the outputs unless somebody says otherwise: more bring little. */
  public static final int USUAL_STEPS = 20;

  /** Steps for pre-activations unless somebody says otherwise. */
  public static final int USUAL_INTERMEDIATE_STEPS = 5;

  /** The usual numbers of steps. */
  public static Ascent usual() {
    return of(USUAL_INTERMEDIATE_STEPS, USUAL_STEPS);
  }

  /** So many steps for pre-activations and for the outputs, at the usual rates. */
  public static Ascent of(int intermediateSteps, int steps) {
    return new Ascent(Effort.of(intermediateSteps), Effort.of(steps));
  }
}
