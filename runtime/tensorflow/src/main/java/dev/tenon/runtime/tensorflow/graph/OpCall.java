package dev.tenon.runtime.tensorflow.graph;

import dev.tenon.runtime.tensorflow.types.TensorFlowTypes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;

/**
 * One TensorFlow operation under construction, by its raw name and without generic types.
 *
 * <p>Where TensorFlow has no CPU kernel for the element types of the inputs, the inputs are cast to
 * a wider type and the outputs back.
 */
public final class OpCall {
  /** For operations with a gradient: from which input on they take axes, positions, lengths. */
  private static final Map<String, Integer> FIRST_INDEX =
      Map.ofEntries(
          Map.entry("BatchToSpaceND", 1),
          Map.entry("BroadcastTo", 1),
          Map.entry("ConcatV2", 1),
          Map.entry("Cumsum", 1),
          Map.entry("ExpandDims", 1),
          Map.entry("GatherV2", 2),
          Map.entry("Max", 1),
          Map.entry("Mean", 1),
          Map.entry("Min", 1),
          Map.entry("MirrorPad", 1),
          Map.entry("Pad", 1),
          Map.entry("PadV2", 1),
          Map.entry("Prod", 1),
          Map.entry("ReverseV2", 1),
          Map.entry("Slice", 1),
          Map.entry("SpaceToBatchND", 1),
          Map.entry("StridedSlice", 1),
          Map.entry("Sum", 1),
          Map.entry("Tile", 1));

  /** Excepts an operation from TensorFlow's rewriting of graphs. */
  private static final String KEPT = "_grappler_do_not_remove";

  private final Tf tf;
  private final String type;

  /** Each entry is an {@code Output<?>}, or a list of them for an argument that takes several. */
  private final List<Object> inputs = new ArrayList<>();

  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<Operation> before = new ArrayList<>();
  private final Map<String, DataType> replaced = new LinkedHashMap<>();

  OpCall(Tf tf, String type) {
    this.tf = tf;
    this.type = type;
  }

  public OpCall in(Output<?>... operands) {
    inputs.addAll(List.of(operands));
    return this;
  }

  /** Adds one argument that takes several tensors. */
  public OpCall list(List<? extends Output<?>> operands) {
    inputs.add(List.copyOf(operands));
    return this;
  }

  /** Sets an attribute: a number, string, boolean, type, shape, function or a list of them. */
  public OpCall attr(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  /** Lets the operation run only after others. */
  public OpCall after(List<? extends Operation> operations) {
    before.addAll(operations);
    return this;
  }

  /** Builds the operation and returns its first output. */
  public Output<?> out() {
    return outs(1).get(0);
  }

  /** Builds the operation and returns its first outputs. */
  public List<Output<?>> outs(int count) {
    Operation operation = build();
    List<Output<?>> outputs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      outputs.add(restore(operation.output(i), i));
    }
    return outputs;
  }

  public Operation build() {
    narrowIndices();
    widen();
    OperationBuilder builder = tf.start(type);
    for (Object input : inputs) {
      if (input instanceof Output<?> single) {
        builder.addInput(single);
      } else {
        builder.addInputList(((List<?>) input).toArray(Output<?>[]::new));
      }
    }
    if (type.startsWith("Arg")) {
      // Else TensorFlow takes a ReLU and its like away before it: the order stays, but not the
      // ties.
      attributes.putIfAbsent(KEPT, true);
    }
    attributes.forEach((name, value) -> set(builder, name, value));
    before.forEach(builder::addControlInput);
    return builder.build();
  }

  private static void set(OperationBuilder builder, String name, Object value) {
    if (value instanceof Integer number) {
      builder.setAttr(name, (long) number);
    } else if (value instanceof Long number) {
      builder.setAttr(name, number);
    } else if (value instanceof Number number) {
      builder.setAttr(name, number.floatValue());
    } else if (value instanceof Boolean flag) {
      builder.setAttr(name, flag);
    } else if (value instanceof String text) {
      builder.setAttr(name, text);
    } else if (value instanceof long[] numbers) {
      builder.setAttr(name, numbers);
    } else if (value instanceof float[] numbers) {
      builder.setAttr(name, numbers);
    } else if (value instanceof String[] texts) {
      builder.setAttr(name, texts);
    } else if (value instanceof DataType dataType) {
      builder.setAttr(name, dataType);
    } else if (value instanceof DataType[] types) {
      builder.setAttr(name, types);
    } else if (value instanceof Shape shape) {
      builder.setAttr(name, shape);
    } else if (value instanceof Shape[] shapes) {
      builder.setAttr(name, shapes);
    } else if (value instanceof org.tensorflow.Tensor tensor) {
      builder.setAttr(name, tensor);
    } else if (value instanceof AttrValue function) {
      builder.setAttr(name, function);
    } else {
      throw new IllegalArgumentException("attribute " + name + " of " + value.getClass());
    }
  }

  /**
   * Turns 64-bit axes, positions and lengths into 32-bit ones.
   *
   * <p>TensorFlow's gradients mix them with shapes of 32 bits, and the process dies of it.
   */
  private void narrowIndices() {
    int first = FIRST_INDEX.getOrDefault(type, Integer.MAX_VALUE);
    if (first >= inputs.size() || !TensorFlowTypes.isFloating(dataType(inputs.get(0)))) {
      return;
    }
    for (int i = first; i < inputs.size(); i++) {
      if (inputs.get(i) instanceof Output<?> index && index.dataType() == DataType.DT_INT64) {
        inputs.set(i, tf.narrow(index));
      }
    }
  }

  private void widen() {
    boolean ordinary = true;
    for (Object input : inputs) {
      DataType dataType = dataType(input);
      ordinary &= dataType == DataType.DT_FLOAT || dataType == DataType.DT_DOUBLE;
    }
    if (ordinary && !inputs.isEmpty() && !tf.checksAllTypes(type)) {
      // Float kernels exist wherever an operation has any; asking TensorFlow takes time.
      return;
    }
    Kernels kernels = Kernels.of(type);
    List<OpDef.ArgDef> arguments = kernels.definition().getInputArgList();
    for (int i = 0; i < inputs.size(); i++) {
      String attribute = arguments.get(i).getTypeAttr();
      DataType dataType = dataType(inputs.get(i));
      if (attribute.isEmpty() || kernels.takes(attribute, dataType)) {
        continue;
      }
      DataType wide = kernels.substitute(attribute, dataType);
      if (wide != dataType) {
        replaced.put(attribute, dataType);
        inputs.set(i, cast(inputs.get(i), wide));
      }
    }
  }

  private Output<?> restore(Output<?> output, int index) {
    if (replaced.isEmpty()) {
      return output;
    }
    List<OpDef.ArgDef> arguments = Kernels.of(type).definition().getOutputArgList();
    // An output that is a list of tensors is the only one of its operation.
    OpDef.ArgDef argument = arguments.get(Math.min(index, arguments.size() - 1));
    DataType narrow = replaced.get(argument.getTypeAttr());
    return narrow == null ? output : tf.cast(output, narrow);
  }

  private Object cast(Object input, DataType to) {
    if (input instanceof Output<?> single) {
      return tf.cast(single, to);
    }
    List<Output<?>> results = new ArrayList<>();
    ((List<?>) input).forEach(each -> results.add(tf.cast((Output<?>) each, to)));
    return results;
  }

  private static DataType dataType(Object input) {
    Output<?> first = (Output<?>) (input instanceof List<?> list ? list.get(0) : input);
    return first.dataType();
  }
}
