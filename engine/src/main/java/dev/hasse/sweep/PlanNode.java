package dev.hasse.sweep;

import dev.hasse.format.InputFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A value in a plan's file with its place, read as what is expected there or refused.
 *
 * @param file that holds it
 * @param name what it is called in messages, such as {@code radii}
 */
record PlanNode(Path file, String name, Node node) {
  /** The values of a mapping, all of whose keys must be expected. */
  Map<String, PlanNode> mapping(Set<String> expected) throws InputFileException {
    if (!(node instanceof MappingNode mapping)) {
      throw error("expected keys with values: " + String.join(", ", expected));
    }
    Map<String, PlanNode> values = new HashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      PlanNode keyNode = new PlanNode(file, "a key of " + name, tuple.getKeyNode());
      String key = keyNode.text();
      if (!expected.contains(key)) {
        throw keyNode.problem(
            "unknown key '" + key + "' in " + name + "; expected " + String.join(", ", expected));
      }
      PlanNode value = new PlanNode(file, key, tuple.getValueNode());
      if (values.put(key, value) != null) {
        throw keyNode.problem("the key '" + key + "' is there twice");
      }
    }
    return values;
  }

  /** The elements of a list that has some; elements are called after the list. */
  List<PlanNode> list() throws InputFileException {
    if (!(node instanceof SequenceNode sequence)) {
      throw error("expected a list");
    }
    if (sequence.getValue().isEmpty()) {
      throw error("an empty list, expected at least one entry");
    }
    List<PlanNode> elements = new ArrayList<>();
    for (Node element : sequence.getValue()) {
      elements.add(new PlanNode(file, name, element));
    }
    return elements;
  }

  /** A value that is no list and no mapping, as it is written. */
  String text() throws InputFileException {
    if (!(node instanceof ScalarNode scalar) || scalar.getTag().equals(Tag.NULL)) {
      throw error("expected one value");
    }
    return scalar.getValue();
  }

  /** A name: not empty, on one line. */
  String label() throws InputFileException {
    String text = text();
    if (text.isBlank() || text.lines().count() > 1) {
      throw error("expected a name on one line");
    }
    return text;
  }

  /** A number that is not not-a-number. */
  double number() throws InputFileException {
    String text = text();
    try {
      double value = Double.parseDouble(text.strip());
      if (!Double.isNaN(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw error("'" + text + "' is not a number");
  }

  /** A finite number above 0. */
  double positive() throws InputFileException {
    double value = number();
    if (!(value > 0) || Double.isInfinite(value)) {
      throw error("'" + text() + "' is no positive number");
    }
    return value;
  }

  /** A finite number that is not negative. */
  double radius() throws InputFileException {
    double value = number();
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw error("'" + text() + "' is no radius; expected a finite number that is 0 or more");
    }
    return Math.abs(value); // -0 is 0
  }

  /** An integer of this range. */
  long integer(long least, long most) throws InputFileException {
    String text = text();
    try {
      long value = Long.parseLong(text.strip());
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw error("'" + text + "' is no integer from " + least + " to " + most);
  }

  /** {@code true} or {@code false}. */
  boolean truth() throws InputFileException {
    String text = text();
    if (!text.equals("true") && !text.equals("false")) {
      throw error("'" + text + "' is neither true nor false");
    }
    return text.equals("true");
  }

  /** A file named from the plan's folder, or absolutely. */
  Path path() throws InputFileException {
    Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    return folder.resolve(text()).normalize();
  }

  /** What is wrong with the value; the message says its name. */
  InputFileException error(String problem) {
    return problem(name + ": " + problem);
  }

  /** Where it begins, counted from 1; 0 where that is not known. */
  int line() {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private InputFileException problem(String problem) {
    return new InputFileException(
        file, node.getStartMark().map(mark -> "line " + (mark.getLine() + 1)).orElse(""), problem);
  }
}
