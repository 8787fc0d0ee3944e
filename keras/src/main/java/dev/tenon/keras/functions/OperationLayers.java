package dev.tenon.keras.functions;

import dev.tenon.ir.graph.KerasObject;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.activation.Activation;
import dev.tenon.layers.activation.ELU;
import dev.tenon.layers.activation.LeakyReLU;
import dev.tenon.layers.activation.ReLU;
import dev.tenon.layers.activation.Softmax;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.common.NamedActivations;
import dev.tenon.layers.merging.Add;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.merging.Maximum;
import dev.tenon.layers.merging.Minimum;
import dev.tenon.layers.merging.Multiply;
import dev.tenon.layers.merging.Subtract;
import dev.tenon.layers.preprocessing.Rescaling;
import dev.tenon.layers.reshaping.Permute;
import dev.tenon.layers.reshaping.Reshape;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the layer that computes what an operation of {@code keras.ops} does, for HDF5 files, from
 * which Keras 3 reads layers only.
 *
 * @param types the types of values, as far as they are known
 */
public record OperationLayers(Function<Value, @Nullable TensorType> types) {
  private static final Map<String, Layer<?>> MERGING =
      Map.of(
          "Add", Add.DEFAULTS,
          "Subtract", Subtract.DEFAULTS,
          "Multiply", Multiply.DEFAULTS,
          "Maximum", Maximum.DEFAULTS,
          "Minimum", Minimum.DEFAULTS);
  private static final Map<String, String> ACTIVATIONS =
      Map.of(
          "Relu", "relu",
          "Sigmoid", "sigmoid",
          "Tanh", "tanh",
          "Softplus", "softplus",
          "Softsign", "softsign",
          "Silu", "silu",
          "Selu", "selu",
          "Exp", "exponential");

  /**
   * Returns the call of a layer for the call of an operation.
   *
   * @param call a call as {@link FunctionTranslation#toKeras} gives it
   * @param output the type of the result; null where it is not known
   * @return null where no layer does this
   */
  public @Nullable OperationCall of(OperationCall call, @Nullable TensorType output) {
    String name = call.op().op();
    Map<String, @Nullable Object> config = call.op().config();
    if (!call.kwargs().isEmpty() || call.args().isEmpty()) {
      return null;
    }
    if (MERGING.containsKey(name) || name.endsWith("Divide")) {
      return arithmetic(name, call.args());
    }
    if (name.equals("Concatenate")) {
      return concatenate(call.args().get(0), config.get("axis"));
    }
    TensorType input = call.args().get(0) instanceof Arg.Ref ref ? types.apply(ref.value()) : null;
    if (input == null || !input.shape().ranked() || input.dtype() != DType.FLOAT32) {
      return null;
    }
    Layer<?> layer = unary(name, config, input.shape(), output);
    return layer == null ? null : new OperationCall(layer, call.args(), Map.of());
  }

  private @Nullable OperationCall arithmetic(String name, List<Arg> args) {
    if (args.size() != 2) {
      return null;
    }
    TensorType first = type(args.get(0));
    TensorType second = type(args.get(1));
    Layer<?> merging = MERGING.get(name);
    if (first != null && second != null) {
      boolean alike = first.shape().rank() == second.shape().rank() && first.shape().rank() > 0;
      return merging != null && alike
          ? new OperationCall(merging, List.of(new Arg.Seq(args)), Map.of())
          : null;
    }
    boolean behind = first != null;
    Double number = number(args.get(behind ? 1 : 0));
    if (number == null || (first == null && second == null)) {
      return null;
    }
    Rescaling line =
        switch (name) {
          case "Add" -> new Rescaling(1.0, number);
          case "Subtract" -> behind ? new Rescaling(1.0, -number) : new Rescaling(-1.0, number);
          case "Multiply" -> new Rescaling(number, 0.0);
          case "Divide", "TrueDivide" ->
              behind && number != 0 ? new Rescaling(1 / number, 0.0) : null;
          default -> null;
        };
    return line == null
        ? null
        : new OperationCall(line, List.of(args.get(behind ? 0 : 1)), Map.of());
  }

  private @Nullable OperationCall concatenate(Arg parts, @Nullable Object axis) {
    boolean tensors =
        parts instanceof Arg.Seq seq
            && seq.items().size() > 1
            && seq.items().stream().allMatch(item -> type(item) != null);
    TensorType first = parts instanceof Arg.Seq seq ? type(seq.items().get(0)) : null;
    if (!tensors || first == null || !(axis instanceof Number number)) {
      return null;
    }
    long at = number.longValue();
    boolean batch = at == 0 || at == -first.shape().rank();
    return batch ? null : new OperationCall(new Concatenate(at), List.of(parts), Map.of());
  }

  private static @Nullable Layer<?> unary(
      String name, Map<String, @Nullable Object> config, Shape input, @Nullable TensorType output) {
    if (ACTIVATIONS.containsKey(name)) {
      return new Activation(KerasObject.of(ACTIVATIONS.get(name)));
    }
    return switch (name) {
      case "Relu6" -> new ReLU(6.0, 0, 0);
      case "LeakyRelu" ->
          new LeakyReLU(number(config.get("negative_slope"), NamedActivations.LEAKY_RELU_SLOPE));
      case "Elu" -> new ELU(number(config.get("alpha"), 1));
      case "Gelu" ->
          Boolean.FALSE.equals(config.get("approximate"))
              ? new Activation(KerasObject.of("gelu"))
              : null;
      case "Softmax" -> new Softmax(List.of((long) number(config.get("axis"), -1)));
      case "Negative" -> new Rescaling(-1.0, 0.0);
      case "Transpose" -> permute(config.get("axes"), input.rank());
      case "Reshape", "ExpandDims", "Squeeze" ->
          output == null ? null : reshape(input, output.shape());
      default -> null;
    };
  }

  private static @Nullable Layer<?> permute(@Nullable Object axes, int rank) {
    if (!(axes instanceof List<?> order) || order.size() != rank) {
      return null;
    }
    List<Long> dims = new ArrayList<>();
    for (Object axis : order) {
      if (!(axis instanceof Number number)) {
        return null;
      }
      dims.add(number.longValue() < 0 ? number.longValue() + rank : number.longValue());
    }
    return dims.get(0) == 0 && rank > 1 ? new Permute(dims.subList(1, rank)) : null;
  }

  /** Returns the layer where each sample keeps its numbers. */
  private static @Nullable Layer<?> reshape(Shape input, Shape output) {
    if (!output.ranked() || output.rank() < 2 || input.rank() < 2) {
      return null;
    }
    Shape from = input.sub(1, input.rank());
    Shape to = output.sub(1, output.rank());
    boolean sameBatch = input.dim(0).equals(output.dim(0));
    boolean sameSize = from.isKnown() && to.isKnown() && size(from) == size(to);
    List<@Nullable Long> lengths = new ArrayList<>();
    to.dims().forEach(dim -> lengths.add(dim.orMinusOne()));
    long open = to.dims().stream().filter(dim -> !dim.isKnown()).count();
    return sameSize || (sameBatch && open <= 1) ? new Reshape(lengths) : null;
  }

  private static long size(Shape shape) {
    return shape.dims().stream().mapToLong(Dim::orMinusOne).reduce(1, Math::multiplyExact);
  }

  private @Nullable TensorType type(Arg arg) {
    TensorType type = arg instanceof Arg.Ref ref ? types.apply(ref.value()) : null;
    return type != null && type.shape().ranked() && type.dtype() == DType.FLOAT32 ? type : null;
  }

  private static @Nullable Double number(Arg arg) {
    if (!(arg instanceof Arg.Const constant)) {
      return null;
    }
    if (constant.value() instanceof Tensor tensor && tensor.rank() == 0) {
      return tensor.dtype() == DType.FLOAT32 ? Double.valueOf(tensor.getDouble(0)) : null;
    }
    return constant.value() instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
  }

  private static double number(@Nullable Object value, double otherwise) {
    return value instanceof Number number ? number.doubleValue() : otherwise;
  }
}
