package dev.tenon.importers.onnx.reader;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inputs and outputs of a file's main graph.
 *
 * <p>A sequence becomes one tensor for each element, {@code name[0]}, {@code name[1]}, …; an
 * optional value becomes its content, or nothing.
 */
public final class Ports {
  private static final int MOST_ELEMENTS = 4096;

  private final GraphReader reader;
  private final Map<String, Integer> lengths;

  /**
   * Creates a reader of ports.
   *
   * @param lengths the number of tensors of each sequence input; 1 for an optional tensor, -1 for
   *     an empty optional value
   */
  public Ports(GraphReader reader, Map<String, Integer> lengths) {
    this.reader = reader;
    this.lengths = lengths;
  }

  /** The outputs as tensors. */
  public record Outputs(List<Value> values, List<String> names) {}

  /** Reads the inputs of the main graph. */
  public void inputs(GraphProto graph) {
    List<String> refused = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (reader.scope().own().containsKey(input.getName())) {
        continue;
      }
      TensorType type = Declared.of(input);
      Integer length = lengths.get(input.getName());
      if (type != null) {
        reader.scope().put(input.getName(), input(input.getName(), type));
      } else if (length == null || !laidOut(input, length)) {
        refused.add("input '" + input.getName() + "': " + Declared.kind(input));
      }
    }
    if (!refused.isEmpty()) {
      throw new UnsupportedModelException(
          reader.context().file()
              + ": Tenon's graphs have tensors of numbers, booleans and strings; a sequence needs"
              + " the number of its tensors, OnnxSequences.load(path, Map.of(name, length)):",
          refused);
    }
  }

  private Value input(String name, TensorType type) {
    Value value = Value.of(name, type);
    reader.builder().addInput(value);
    return value;
  }

  private boolean laidOut(ValueInfoProto input, int length) {
    TypeProto type = input.getType();
    boolean optional = type.hasOptionalType();
    TypeProto held = optional ? type.getOptionalType().getElemType() : type;
    String name = input.getName();
    if (optional && length < 0) {
      reader.scope().putAbsent(name);
      return true;
    }
    ValueInfoProto.Builder element = ValueInfoProto.newBuilder();
    if (!held.hasSequenceType()) {
      TensorType tensor = Declared.of(element.setType(held).build());
      if (tensor != null) {
        reader.scope().put(name, input(name, tensor));
      }
      return tensor != null;
    }
    TensorType each = Declared.of(element.setType(held.getSequenceType().getElemType()).build());
    if (each == null || length < 0 || length > MOST_ELEMENTS) {
      return false;
    }
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      elements.add(input(element(name, i), each));
    }
    reader.scope().putSequence(name, elements);
    return true;
  }

  /** Returns the outputs of the main graph. */
  public Outputs outputs(GraphProto graph) {
    Outputs outputs = new Outputs(new ArrayList<>(), new ArrayList<>());
    String label = reader.context().file() + ": output";
    for (ValueInfoProto output : graph.getOutputList()) {
      String name = output.getName();
      @Nullable List<Value> sequence = reader.scope().findSequence(name);
      if (reader.scope().isAbsent(name)) {
        continue;
      }
      if (sequence == null) {
        outputs.values.add(reader.operand(name, label));
        outputs.names.add(name);
        continue;
      }
      for (int i = 0; i < sequence.size(); i++) {
        outputs.values.add(sequence.get(i));
        outputs.names.add(element(name, i));
      }
    }
    return outputs;
  }

  private static String element(String name, int index) {
    return name + "[" + index + "]";
  }
}
