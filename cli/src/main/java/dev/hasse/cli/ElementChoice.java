package dev.hasse.cli;

import dev.hasse.bound.lattice.Neuron;
import dev.hasse.bound.lattice.RelaxationElement;
import dev.hasse.bound.lattice.ReluLayers;
import dev.hasse.bound.lattice.WalkLeg;
import dev.hasse.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * An element of the lattice of any network, as a person names it. Layers are counted from 1, and
 * neurons from 0 as outputs are.
 *
 * @param text as it was given
 * @param kind what stands before the colon
 * @param number a layer, a count of neurons; 0 where the kind has none
 * @param neurons layers and neurons of {@link Kind#NEURONS}
 * @param seconds of {@link Kind#BUDGET}
 */
record ElementChoice(String text, Kind kind, int number, List<Neuron> neurons, double seconds) {
  /** How an element is given. */
  enum Kind {
    TOP,
    BOTTOM,
    LAYER,
    NEURONS,
    SCORE,
    BUDGET
  }

  ElementChoice {
    neurons = List.copyOf(neurons);
  }

  /** Whether the neurons are chosen box by box. */
  boolean isRanked() {
    return kind == Kind.SCORE || kind == Kind.BUDGET;
  }

  /**
   * The leg of a walk that ends at the element.
   *
   * @throws TypeConversionException where the network has no such layer or neuron
   */
  WalkLeg leg(Network network) {
    return switch (kind) {
      case TOP -> WalkLeg.to(RelaxationElement.top(network));
      case BOTTOM -> WalkLeg.to(RelaxationElement.bottom(network));
      case LAYER -> {
        require(new Neuron(number, 0), new ReluLayers(network));
        yield WalkLeg.to(RelaxationElement.layer(network, number));
      }
      case NEURONS -> {
        ReluLayers layers = new ReluLayers(network);
        neurons.forEach(neuron -> require(neuron, layers));
        yield WalkLeg.to(RelaxationElement.of(network, neurons));
      }
      case SCORE -> WalkLeg.best(number);
      case BUDGET -> WalkLeg.byScore(seconds);
    };
  }

  private void require(Neuron neuron, ReluLayers layers) {
    if (neuron.layer() >= layers.count()) {
      throw new TypeConversionException(
          "'%s' names layer %d; expected 1 to %d, the network's ReLU layers"
              .formatted(text, neuron.layer() + 1, layers.count()));
    }
    int size = layers.size(neuron.layer());
    if (neuron.index() >= size) {
      throw new TypeConversionException(
          "'%s' names neuron %d of layer %d; expected 0 to %d"
              .formatted(text, neuron.index(), neuron.layer() + 1, size - 1));
    }
  }

  /** A neuron as {@link Converter} reads it. */
  static String name(Neuron neuron) {
    return neuron.layer() + 1 + "." + neuron.index();
  }

  /** Reads {@code top}, {@code layer:2}, {@code neurons:1.0,2.7} and so on. */
  static final class Converter implements ITypeConverter<ElementChoice> {
    private static final Pattern NEURON = Pattern.compile("([1-9][0-9]{0,8})\\.([0-9]{1,9})");

    @Override
    public ElementChoice convert(String text) {
      int colon = text.indexOf(':');
      String kind = colon < 0 ? text : text.substring(0, colon);
      String value = colon < 0 ? "" : text.substring(colon + 1);
      return switch (kind) {
        case "top", "bottom" -> {
          if (colon >= 0) {
            throw refused(text);
          }
          yield choice(text, kind.equals("top") ? Kind.TOP : Kind.BOTTOM, 0);
        }
        case "layer" -> choice(text, Kind.LAYER, count(value) - 1);
        case "score" -> choice(text, Kind.SCORE, count(value));
        case "neurons" -> new ElementChoice(text, Kind.NEURONS, 0, neurons(text, value), 0);
        case "budget" ->
            new ElementChoice(
                text, Kind.BUDGET, 0, List.of(), new SecondsConverter().convert(value));
        default -> throw refused(text);
      };
    }

    private static int count(String value) {
      return new PositiveConverter().convert(value);
    }

    private static ElementChoice choice(String text, Kind kind, int number) {
      return new ElementChoice(text, kind, number, List.of(), 0);
    }

    private static List<Neuron> neurons(String text, String value) {
      List<Neuron> neurons = new ArrayList<>();
      Arrays.stream(value.split(",", -1)).forEach(name -> neurons.add(neuron(text, name)));
      return neurons;
    }

    private static Neuron neuron(String text, String name) {
      Matcher matcher = NEURON.matcher(name.strip());
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'%s' has the neuron '%s'; expected LAYER.NEURON such as 1.17, layers from 1 and neurons"
                    .formatted(text, name)
                + " from 0");
      }
      return new Neuron(Integer.parseInt(matcher.group(1)) - 1, Integer.parseInt(matcher.group(2)));
    }

    private static TypeConversionException refused(String text) {
      return new TypeConversionException(
          "there is no element '"
              + text
              + "'; expected top, bottom, layer:K, neurons:L.I,L.I,..., score:N or budget:S");
    }
  }
}
