package dev.tenon.internal.saving;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.ir.lower.StatePorts;
import java.util.List;
import java.util.stream.Collectors;

/** Says what became of the memory of stateful layers in a file of another format. */
public final class StateNotes {
  private StateNotes() {}

  /** Says it of an ONNX file, which has the states as inputs and outputs. */
  static List<String> ports(KerasModel keras) {
    List<StatePorts.State> states = StatePorts.of(keras.lowered()).states();
    if (states.isEmpty()) {
      return List.of();
    }
    String pairs =
        states.stream()
            .map(state -> "'" + state.after().name() + "' to '" + state.before().name() + "'")
            .collect(Collectors.joining(", "));
    return List.of(
        "the model remembers: feed zeros in the first run, and in each other one what the run before"
            + " gave, from output to input: "
            + pairs
            + "; Tenon does so itself");
  }

  /** Says it of a TensorFlow graph, which has none. */
  public static List<String> lost(KerasModel keras) {
    List<StatePorts.State> states = StatePorts.of(keras.lowered()).states();
    return states.isEmpty()
        ? List.of()
        : List.of(
            "the file remembers nothing: in each run these states start at zero again: "
                + states.stream()
                    .map(state -> "'" + state.parameter().path() + "'")
                    .collect(Collectors.joining(", ")));
  }
}
