package dev.tenon.layers.functional;

import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.ops.KerasOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Arithmetic of symbolic tensors, as calls of Keras' functions. */
public abstract class SymbolicArithmetic implements KerasTensor {
  private static final Arg ALL =
      new Arg.Slice(new Arg.Const(null), new Arg.Const(null), new Arg.Const(null));

  @Override
  public KerasTensor plus(KerasTensor other) {
    return operation("Add", other);
  }

  @Override
  public KerasTensor plus(double number) {
    return operation("Add", number);
  }

  @Override
  public KerasTensor minus(KerasTensor other) {
    return operation("Subtract", other);
  }

  @Override
  public KerasTensor minus(double number) {
    return operation("Subtract", number);
  }

  @Override
  public KerasTensor times(KerasTensor other) {
    return operation("Multiply", other);
  }

  @Override
  public KerasTensor times(double number) {
    return operation("Multiply", number);
  }

  @Override
  public KerasTensor dividedBy(KerasTensor other) {
    return operation("TrueDivide", other);
  }

  @Override
  public KerasTensor dividedBy(double number) {
    return operation("TrueDivide", number);
  }

  @Override
  public KerasTensor get(int axis, long position) {
    List<Object> key = new ArrayList<>();
    for (int i = 0; i < axis; i++) {
      key.add(ALL);
    }
    key.add(position);
    return operation("GetItem", key);
  }

  private KerasTensor operation(String op, Object other) {
    LayerNode node = new KerasOp(op, Map.of()).member();
    return called(node, List.of(this, other), Map.of()).get(0);
  }
}
