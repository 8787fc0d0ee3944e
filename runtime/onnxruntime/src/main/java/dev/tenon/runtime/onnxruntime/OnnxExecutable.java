package dev.tenon.runtime.onnxruntime;

import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Executable;
import dev.tenon.tensor.Tensor;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A compiled graph: a session, the name by which it gives each value, and what Java adds. */
final class OnnxExecutable implements Executable {
  private final OnnxSession session;
  private final Map<Value, String> names;
  private final Followers followers;

  OnnxExecutable(OnnxSession session, Map<Value, String> names, Followers followers) {
    this.session = session;
    this.names = names;
    this.followers = followers;
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted) {
    for (Value value : wanted) {
      if (!names.containsKey(value) && !followers.contains(value)) {
        throw new IllegalArgumentException(
            "value '"
                + value.name()
                + "' was not named when the graph was compiled: compile it with this inner value");
      }
    }
    List<Value> asked = followers.sources(wanted);
    List<String> outputs =
        asked.stream().map(value -> Objects.requireNonNull(names.get(value))).toList();
    List<Tensor> given = session.run(inputs, outputs);
    Map<Value, Tensor> results = new IdentityHashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      results.put(asked.get(i), given.get(i));
    }
    followers.complete(wanted, results);
    return wanted.stream().map(value -> Objects.requireNonNull(results.get(value))).toList();
  }

  @Override
  public void close() {
    session.close();
  }
}
