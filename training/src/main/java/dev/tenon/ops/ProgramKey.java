package dev.tenon.ops;

import dev.tenon.config.Config;
import dev.tenon.engine.Engine;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.Arg;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program of a function is compiled for; the tensors of a call are places in it.
 *
 * @param engine the engine's name
 * @param operation Keras' class of the function
 * @param options what the operation is made with
 * @param operands the positional arguments
 * @param keywords the other arguments
 * @param types the types of the tensors, by place; lengths are open where they do not matter
 * @param epsilon the fuzz factor that is compiled in
 * @param floatx the default type that is compiled in
 */
record ProgramKey(
    Engine engine,
    String operation,
    Map<String, @Nullable Object> options,
    List<@Nullable Object> operands,
    Map<String, @Nullable Object> keywords,
    List<TensorType> types,
    double epsilon,
    String floatx) {

  /** A place for a tensor. */
  record Place(int index) {}

  /**
   * Returns the key of a call.
   *
   * @param tensors takes the tensors of the call, in the order of their places
   */
  static ProgramKey of(OpsCall call, Engine engine, List<Tensor> tensors) {
    List<@Nullable Object> operands = new ArrayList<>();
    call.operands().forEach(value -> operands.add(placed(value, tensors)));
    Map<String, @Nullable Object> keywords = new LinkedHashMap<>();
    call.keywords().forEach((name, value) -> keywords.put(name, placed(value, tensors)));
    Map<String, @Nullable Object> options = new LinkedHashMap<>();
    call.options()
        .forEach(
            (name, value) ->
                (value instanceof Tensor ? keywords : options).put(name, placed(value, tensors)));
    List<TensorType> types = new ArrayList<>();
    for (Tensor tensor : tensors) {
      types.add(type(tensor, types.size(), call.isByRank()));
    }
    return new ProgramKey(
        engine,
        call.operation(),
        options,
        operands,
        keywords,
        types,
        Config.epsilon(),
        Config.floatx());
  }

  private static TensorType type(Tensor tensor, int place, boolean open) {
    List<Dim> dims = new ArrayList<>();
    for (long length : tensor.shape()) {
      dims.add(open ? Dim.symbol("x" + place + "_" + dims.size()) : Dim.of(length));
    }
    return new TensorType(tensor.dtype(), Shape.of(dims));
  }

  private static @Nullable Object placed(@Nullable Object value, List<Tensor> tensors) {
    if (value instanceof Tensor tensor) {
      tensors.add(tensor);
      return new Place(tensors.size() - 1);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>();
      list.forEach(item -> items.add(placed(item, tensors)));
      return items;
    }
    return value;
  }

  /** Returns an argument of the key as a call of a layer has it. */
  static Arg argument(@Nullable Object value, List<? extends Arg> places) {
    if (value instanceof Place place) {
      return places.get(place.index());
    }
    if (value instanceof List<?> list) {
      return new Arg.Seq(list.stream().map(item -> argument(item, places)).toList());
    }
    return value instanceof Arg arg ? arg : new Arg.Const(value);
  }
}
