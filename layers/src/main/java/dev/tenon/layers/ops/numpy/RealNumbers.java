package dev.tenon.layers.ops.numpy;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Generation;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.ops.call.OpArgs;
import dev.tenon.layers.ops.call.OpRegistrar;
import dev.tenon.layers.ops.elementwise.ArithmeticOps;
import dev.tenon.tensor.DType;
import java.util.ArrayList;
import java.util.List;

/** Functions of complex numbers on real ones, and properties of a tensor. */
public final class RealNumbers {
  private RealNumbers() {}

  /** Registers the functions of this family. */
  public static void list(OpRegistrar table) {
    table.add("Real Conjugate Conj", "", "x", args -> List.of(args.value(0)));
    table.add("Imag", "", "x", args -> List.of(like(args, args.value(0).dtype(), 0)));
    table.add("Isreal", "", "x", args -> List.of(like(args, DType.BOOL, 1)));
    table.add("Angle", "", "x", args -> List.of(angle(args)));
    table.add("Array", "", "x dtype", args -> List.of(array(args)));
    table.add("View", "", "x dtype", args -> List.of(view(args)));
    table.add(
        "Ndim", "", "x", args -> List.of(args.ops().scalar(DType.INT32, args.value(0).rank())));
    table.add(
        "Size",
        "",
        "x",
        args ->
            List.of(
                args.ops()
                    .cast(args.ops().apply(new Generation.Size(), args.value(0)), DType.INT32)));
    table.add("Select", "", "condlist choicelist default", args -> List.of(select(args)));
  }

  private static Value like(OpArgs args, DType type, double number) {
    return ManipulationOps.full(args.ops(), args.value(0), type, number);
  }

  private static Value angle(OpArgs args) {
    Ops ops = args.ops();
    Value x = args.real(0);
    Value zero = ops.scalar(x, 0);
    return ops.where(ops.less(x, zero), ops.scalar(x, Math.PI), zero);
  }

  private static Value array(OpArgs args) {
    DType type = args.dtype(1);
    return type == null ? args.value(0) : args.ops().cast(args.value(0), type);
  }

  private static Value view(OpArgs args) {
    Value x = args.value(0);
    DType type = args.dtype(1);
    if (type != null && type != x.dtype()) {
      throw args.refuse(
          "reads the bits of " + x.dtype() + " as " + type + ", which ONNX cannot below opset 26");
    }
    return x;
  }

  /** Returns for each element what the first condition that holds chooses. */
  private static Value select(OpArgs args) {
    Ops ops = args.ops();
    List<Value> conditions = args.values(0);
    List<Value> choices = new ArrayList<>(args.values(1));
    if (conditions.size() != choices.size()) {
      throw args.refuse("needs as many choices as conditions");
    }
    choices.add(args.has(2) ? args.value(2) : ops.scalar(choices.get(0), 0));
    List<Value> same = Promotion.together(ops, choices);
    Value chosen = same.get(same.size() - 1);
    for (int i = conditions.size() - 1; i >= 0; i--) {
      Value condition = ArithmeticOps.truth(ops, conditions.get(i));
      chosen = IndexingOps.chosen(ops, condition, same.get(i), chosen);
    }
    return chosen;
  }
}
