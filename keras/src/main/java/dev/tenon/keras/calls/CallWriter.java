package dev.tenon.keras.calls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tenon.ir.graph.Value;
import dev.tenon.keras.Readers;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.ops.KerasOp;
import java.util.List;
import java.util.function.BiConsumer;

/** Writes the calls of a model's layers in the form that the readers of a file know. */
public final class CallWriter {
  private final Readers readers;
  private final TensorOrigins tensors;
  private final BiConsumer<String, String> refusals;

  /**
   * Creates a writer for one model.
   *
   * @param refusals takes what the form cannot say, and the name of the layer
   */
  public CallWriter(Readers readers, TensorOrigins tensors, BiConsumer<String, String> refusals) {
    this.readers = readers;
    this.tensors = tensors;
    this.refusals = refusals;
  }

  /**
   * Returns a call as an entry of {@code inbound_nodes}.
   *
   * @param name the name of the layer in the file
   * @param call the arguments in the order of {@link CallRules#written}
   */
  public JsonNode call(String name, LayerNode layer, CallArguments call) {
    return readers.forTfKeras() ? legacy(name, layer, call) : Keras3Calls.write(call, tensors);
  }

  /** Returns {@code input_layers} or {@code output_layers}. */
  public JsonNode ends(List<Value> values, CallStructure structure) {
    return ModelEnds.write(values, structure, readers, tensors);
  }

  private JsonNode legacy(String name, LayerNode layer, CallArguments call) {
    call.kwargs()
        .forEach(
            (key, arg) -> {
              if (readers.forKeras3() && !arg.values().isEmpty()) {
                refusals.accept(
                    "a tensor as the argument '"
                        + key
                        + "', which Keras 3 does not find in the older spelling",
                    name);
              }
            });
    if (call.args().size() != 1) {
      refusals.accept(
          "a call with " + call.args().size() + " positional arguments; tf_keras takes one", name);
      return JsonNodeFactory.instance.arrayNode();
    }
    Arg first = call.args().get(0);
    if (readers.forKeras3() && first instanceof Arg.Dict) {
      refusals.accept("a dictionary of tensors as an argument", name);
    }
    if (readers.forKeras3()
        && first instanceof Arg.Seq
        && CallRules.isRecurrent(layer.layer().className())) {
      refusals.accept("initial states, which Keras 3 wants by name", name);
    }
    return LegacyCalls.write(first, call.kwargs(), layer.layer() instanceof KerasOp, tensors);
  }
}
