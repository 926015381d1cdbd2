package dev.hasse.kernels.cuda.model;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Predicted time of the kernels of a pass, one after the other, and what binds how much of it. */
final class PassTime {
  private final Map<Prediction.Term, Double> byTerm = new EnumMap<>(Prediction.Term.class);
  private final Map<Signature, Double> byKernel = new HashMap<>();
  private final Map<Signature, Work> work = new HashMap<>();
  private double seconds;
  private double roofline;
  private int launches;

  PassTime(Map<PassPlan.Planned, Integer> plan, CountModel model) {
    plan.forEach((launch, times) -> add(launch, times, model.predict(launch)));
  }

  private void add(PassPlan.Planned launch, int times, Prediction prediction) {
    double time = times * prediction.seconds();
    Signature kernel = launch.shape().signature();
    byTerm.merge(prediction.binds(), time, Double::sum);
    byKernel.merge(kernel, time, Double::sum);
    Work all = new Work(times * prediction.work().flops(), times * prediction.work().bytes());
    work.merge(kernel, all, Work::plus);
    seconds += time;
    roofline += times * prediction.work().roofline();
    launches += times;
  }

  double seconds() {
    return seconds;
  }

  /** Sum over the launches of what each needs at least. */
  double roofline() {
    return roofline;
  }

  int launches() {
    return launches;
  }

  double seconds(Signature kernel) {
    return byKernel.getOrDefault(kernel, 0.0);
  }

  Work work(Signature kernel) {
    return work.getOrDefault(kernel, new Work(0, 0));
  }

  /** The term that binds the most of the time. */
  Prediction.Term binds() {
    return byTerm.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** Share of the time that this term binds. */
  double share(Prediction.Term term) {
    return byTerm.getOrDefault(term, 0.0) / seconds;
  }

  /** What kernels reach of the device's operations on floats, of 1. */
  double shareOfPeak(Set<Signature> kernels) {
    double flops = kernels.stream().mapToDouble(kernel -> work(kernel).flops()).sum();
    return flops / kernels.stream().mapToDouble(this::seconds).sum() / H100.FLOPS;
  }
}
