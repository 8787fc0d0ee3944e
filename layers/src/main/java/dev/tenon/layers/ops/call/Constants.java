package dev.tenon.layers.ops.call;

import dev.tenon.config.Config;
import dev.tenon.layers.base.Arg;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Constants of a call as tensors: int32, float32 or bool, as Keras converts them. */
public final class Constants {
  private Constants() {}

  /** Returns a number, or an even nest of numbers, as a tensor. */
  public static Tensor tensor(OpArgs args, Arg arg) {
    if (arg instanceof Arg.Const constant && constant.value() instanceof Tensor tensor) {
      return tensor;
    }
    List<Long> shape = new ArrayList<>();
    List<Object> items = new ArrayList<>();
    Arg first = arg;
    while (first instanceof Arg.Seq seq) {
      shape.add((long) seq.items().size());
      first = seq.items().isEmpty() ? new Arg.Const(0L) : seq.items().get(0);
    }
    collect(args, arg, shape, 0, items);
    boolean fractions = items.stream().anyMatch(Double.class::isInstance);
    boolean logical = !items.isEmpty() && items.stream().allMatch(Boolean.class::isInstance);
    boolean large =
        items.stream().anyMatch(item -> item instanceof Long whole && whole != whole.intValue());
    DType type =
        fractions
            ? DType.of(Config.floatx())
            : logical ? DType.BOOL : large ? DType.INT64 : DType.INT32;
    Tensor.Writer writer = new Tensor.Writer(type, items.size());
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      if (item instanceof Double number) {
        writer.set(i, number);
      } else {
        writer.set(i, item instanceof Boolean set ? (set ? 1L : 0L) : (Long) item);
      }
    }
    return writer.build(shape.stream().mapToLong(Long::longValue).toArray());
  }

  private static void collect(
      OpArgs args, Arg arg, List<Long> shape, int depth, List<Object> items) {
    if (arg instanceof Arg.Seq seq
        && depth < shape.size()
        && seq.items().size() == shape.get(depth)) {
      seq.items().forEach(item -> collect(args, item, shape, depth + 1, items));
    } else if (arg instanceof Arg.Const constant
        && depth == shape.size()
        && (constant.value() instanceof Double
            || constant.value() instanceof Long
            || constant.value() instanceof Boolean)) {
      items.add(constant.value());
    } else {
      throw args.refuse("is given " + arg + " where numbers are expected");
    }
  }
}
