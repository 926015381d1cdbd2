package dev.hasse.compute.reference;

import dev.hasse.network.Node;
import dev.hasse.network.Select;
import dev.hasse.numeric.Logistic;
import dev.hasse.numeric.Philox;

/** The verbs on concrete points, in doubles rounded to nearest. */
final class ReferencePoints {
  private final ReferenceAffine[] affine;

  ReferencePoints(ReferenceAffine[] affine) {
    this.affine = affine;
  }

  ReferenceTensors.Points minimizer(ReferenceTensors.Rows rows, ReferenceTensors.Interval bounds) {
    var result = new ReferenceTensors.Points(rows.rows(), bounds.width());
    for (int r = 0; r < rows.rows(); r++) {
      int b = rows.box()[r];
      for (int i = 0; i < bounds.width(); i++) {
        boolean rising = rows.coefficients()[r][i] >= 0;
        result.values()[r][i] = (rising ? bounds.lower() : bounds.upper())[b][i];
      }
    }
    return result;
  }

  ReferenceTensors.Points upload(int width, double[] values) {
    var result = new ReferenceTensors.Points(values.length / width, width);
    for (int p = 0; p < result.count(); p++) {
      System.arraycopy(values, p * width, result.values()[p], 0, width);
    }
    return result;
  }

  ReferenceTensors.Points sample(
      ReferenceTensors.Interval boxes, int perBox, long seed, int firstBox) {
    int width = boxes.width();
    var result = new ReferenceTensors.Points(boxes.boxes() * perBox, width);
    for (int b = 0; b < boxes.boxes(); b++) {
      for (int p = 0; p < perBox; p++) {
        double[] point = result.values()[b * perBox + p];
        Philox.uniforms(seed, firstBox + b, p, point);
        for (int i = 0; i < width; i++) {
          double low = boxes.lower()[b][i];
          double high = boxes.upper()[b][i];
          point[i] = Math.min(high, low + point[i] * (high - low));
        }
      }
    }
    return result;
  }

  ReferenceTensors.Points affine(Node node, ReferenceTensors.Points input) {
    ReferenceAffine map = affine[node.id()];
    var result = new ReferenceTensors.Points(input.count(), map.outputs());
    for (int p = 0; p < input.count(); p++) {
      for (int i = 0; i < map.outputs(); i++) {
        double sum = map.bias(i);
        for (int k = 0; k < map.columns(i).length; k++) {
          sum += map.weights(i)[k] * input.values()[p][map.columns(i)[k]];
        }
        result.values()[p][i] = sum;
      }
    }
    return result;
  }

  ReferenceTensors.Points relu(ReferenceTensors.Points input) {
    var result = new ReferenceTensors.Points(input.count(), input.width());
    for (int p = 0; p < input.count(); p++) {
      for (int i = 0; i < input.width(); i++) {
        result.values()[p][i] = Math.max(0, input.values()[p][i]);
      }
    }
    return result;
  }

  ReferenceTensors.Points sigmoid(ReferenceTensors.Points input) {
    var result = new ReferenceTensors.Points(input.count(), input.width());
    for (int p = 0; p < input.count(); p++) {
      for (int i = 0; i < input.width(); i++) {
        result.values()[p][i] = Logistic.nearest(input.values()[p][i]);
      }
    }
    return result;
  }

  ReferenceTensors.Points add(ReferenceTensors.Points left, ReferenceTensors.Points right) {
    var result = new ReferenceTensors.Points(left.count(), left.width());
    for (int p = 0; p < left.count(); p++) {
      for (int i = 0; i < left.width(); i++) {
        result.values()[p][i] = left.values()[p][i] + right.values()[p][i];
      }
    }
    return result;
  }

  ReferenceTensors.Points select(Select select, ReferenceTensors.Points input) {
    var result = new ReferenceTensors.Points(input.count(), select.outputs());
    for (int p = 0; p < input.count(); p++) {
      for (int i = 0; i < select.outputs(); i++) {
        int source = select.source(i);
        result.values()[p][i] = source == Select.ZERO ? 0 : input.values()[p][source];
      }
    }
    return result;
  }

  ReferenceTensors.Points divergence(ReferenceTensors.Points left, ReferenceTensors.Points right) {
    var result = new ReferenceTensors.Points(left.count(), 1);
    for (int p = 0; p < left.count(); p++) {
      for (int i = 0; i < left.width(); i++) {
        double difference = Math.abs(left.values()[p][i] - right.values()[p][i]);
        result.values()[p][0] = Math.max(result.values()[p][0], difference);
      }
    }
    return result;
  }
}
