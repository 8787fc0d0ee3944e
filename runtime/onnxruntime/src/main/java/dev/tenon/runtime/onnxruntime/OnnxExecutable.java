package dev.tenon.runtime.onnxruntime;

import ai.onnxruntime.OrtException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.pass.LightGraphs;
import dev.tenon.runtime.Deadline;
import dev.tenon.runtime.Executable;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A compiled graph: a session, the name by which it gives each value, and what Java adds. */
final class OnnxExecutable implements Executable {
  private final OnnxSession session;
  private final Map<Value, String> names;
  private final RecomputedValues followers;
  private final @Nullable LightSession light;
  private volatile @Nullable Reading last;

  /** What a run has to give: outputs of the session, and the values that are read in groups. */
  private record Reading(List<Value> wanted, List<List<Value>> groups, List<String> asked) {}

  OnnxExecutable(
      OnnxSession session,
      Map<Value, String> names,
      RecomputedValues followers,
      @Nullable LightSession light) {
    this.session = session;
    this.names = names;
    this.followers = followers;
    this.light = light;
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted, Deadline deadline) {
    Reading reading = reading(wanted);
    List<List<Value>> groups = reading.groups();
    Map<Value, Tensor> found = Collections.synchronizedMap(new IdentityHashMap<>(wanted.size()));
    LightSession.Run run =
        chosen ->
            chosen.run(
                inputs,
                reading.asked(),
                deadline,
                results -> Workers.run(groups.size(), i -> read(groups.get(i), results, found)));
    if (light != null && LightGraphs.isFew(inputs)) {
      light.run(deadline, run);
    } else {
      run.on(session);
    }
    List<Tensor> results = new ArrayList<>(wanted.size());
    for (Value value : wanted) {
      results.add(Objects.requireNonNull(found.get(value)));
    }
    return results;
  }

  /** Most calls want what the call before wanted. */
  private Reading reading(List<Value> wanted) {
    Reading known = last;
    if (known == null || !known.wanted().equals(wanted)) {
      known = toRead(wanted);
      last = known;
    }
    return known;
  }

  private Reading toRead(List<Value> wanted) {
    for (Value value : wanted) {
      if (!names.containsKey(value) && !followers.contains(value)) {
        throw new IllegalArgumentException(
            "value '"
                + value.name()
                + "' was not named when the graph was compiled: compile it with this inner value");
      }
    }
    List<List<Value>> groups = followers.groups(wanted);
    List<String> asked =
        groups.stream()
            .flatMap(List::stream)
            .filter(value -> !followers.contains(value))
            .map(this::name)
            .toList();
    return new Reading(List.copyOf(wanted), groups, asked);
  }

  private void read(List<Value> group, OnnxSession.Results results, Map<Value, Tensor> found)
      throws OrtException {
    for (Value value : group) {
      found.put(
          value,
          followers.contains(value) ? followers.compute(value, found) : results.read(name(value)));
    }
  }

  private String name(Value value) {
    return Objects.requireNonNull(names.get(value));
  }

  /** Returns what serves callers that come together; null if nothing of its own does. */
  @Nullable LightSession light() {
    return light;
  }

  @Override
  public void close() {
    if (light != null) {
      light.close();
    }
    session.close();
  }
}
