package dev.hasse.compute;

import dev.hasse.compute.training.Box;
import dev.hasse.compute.training.Factor;
import dev.hasse.compute.training.TrainingLane;
import dev.hasse.compute.training.Values;
import dev.hasse.network.Node;
import java.nio.FloatBuffer;

/** A lane of training that does what another does; tests override what should differ. */
public class DelegatingTrainingLane implements TrainingLane {
  private final TrainingLane lane;

  public DelegatingTrainingLane(TrainingLane lane) {
    this.lane = lane;
  }

  @Override
  public void release() {
    lane.release();
  }

  @Override
  public int mark() {
    return lane.mark();
  }

  @Override
  public void release(int mark) {
    lane.release(mark);
  }

  @Override
  public void close() {
    lane.close();
  }

  @Override
  public Values upload(int rows, int width, float[] values) {
    return lane.upload(rows, width, values);
  }

  @Override
  public Values zeros(int rows, int width) {
    return lane.zeros(rows, width);
  }

  @Override
  public Values rows(Values values, int from, int count) {
    return lane.rows(values, from, count);
  }

  @Override
  public double[] download(Values values) {
    return lane.download(values);
  }

  @Override
  public void add(Values target, float factor, Values other) {
    lane.add(target, factor, other);
  }

  @Override
  public void add(Values target, float number) {
    lane.add(target, number);
  }

  @Override
  public double sum(Values values) {
    return lane.sum(values);
  }

  @Override
  public Box boxes(Values points, float radius, float least, float most) {
    return lane.boxes(points, radius, least, most);
  }

  @Override
  public Values forward(Node node, Values x, Factor factor) {
    return lane.forward(node, x, factor);
  }

  @Override
  public Values back(Node node, Values y, Factor factor) {
    return lane.back(node, y, factor);
  }

  @Override
  public void addBias(Node node, Values y) {
    lane.addBias(node, y);
  }

  @Override
  public Values biasProduct(Node node, Values rows) {
    return lane.biasProduct(node, rows);
  }

  @Override
  public void addBias(Node node, Values rows, Values of) {
    lane.addBias(node, rows, of);
  }

  @Override
  public void addWeightGradient(Node node, Values y, Values x, Factor factor) {
    lane.addWeightGradient(node, y, x, factor);
  }

  @Override
  public void addBiasGradient(Node node, Values y, Values of) {
    lane.addBiasGradient(node, y, of);
  }

  @Override
  public void collectGradient(FloatBuffer target) {
    lane.collectGradient(target);
  }

  @Override
  public Values select(Node node, Values x) {
    return lane.select(node, x);
  }

  @Override
  public Values selectBack(Node node, Values y) {
    return lane.selectBack(node, y);
  }

  @Override
  public Values relu(Values x) {
    return lane.relu(x);
  }

  @Override
  public Values reluBack(Values x, Values gradient) {
    return lane.reluBack(x, gradient);
  }

  @Override
  public Box relu(Box x) {
    return lane.relu(x);
  }

  @Override
  public Box reluBack(Box x, Box gradient) {
    return lane.reluBack(x, gradient);
  }

  @Override
  public Values relax(Values rows, Values constants, Box x) {
    return lane.relax(rows, constants, x);
  }

  @Override
  public Values relaxBack(
      Values rows, Values gradient, Values ofConstants, Box x, Box ofBox, int from) {
    return lane.relaxBack(rows, gradient, ofConstants, x, ofBox, from);
  }

  @Override
  public Values concretize(Values rows, Box x) {
    return lane.concretize(rows, x);
  }

  @Override
  public Values concretizeBack(Values rows, Values gradient, Box x) {
    return lane.concretizeBack(rows, gradient, x);
  }

  @Override
  public Values concretizeShared(Values rows, int each, int[] groups, Box x) {
    return lane.concretizeShared(rows, each, groups, x);
  }

  @Override
  public Values concretizeSharedBack(
      Values rows, int each, int[] groups, Values gradient, Box x, Box ofBox, int from) {
    return lane.concretizeSharedBack(rows, each, groups, gradient, x, ofBox, from);
  }
}
