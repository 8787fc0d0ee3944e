package dev.tenon.runtime.onnxruntime;

import dev.tenon.ir.graph.Value;
import dev.tenon.runtime.Executable;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A compiled graph: a session, and the name by which it gives each value. */
final class OnnxExecutable implements Executable {
  private final OnnxSession session;
  private final Map<Value, String> names;

  OnnxExecutable(OnnxSession session, Map<Value, String> names) {
    this.session = session;
    this.names = names;
  }

  @Override
  public List<Tensor> run(Map<String, Tensor> inputs, List<Value> wanted) {
    List<String> asked = new ArrayList<>();
    for (Value value : wanted) {
      String name = names.get(value);
      if (name == null) {
        throw new IllegalArgumentException(
            "value '"
                + value.name()
                + "' was not named when the graph was compiled: compile it with this inner value");
      }
      asked.add(name);
    }
    return session.run(inputs, asked);
  }

  @Override
  public void close() {
    session.close();
  }
}
