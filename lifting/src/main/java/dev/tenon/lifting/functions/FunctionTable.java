package dev.tenon.lifting.functions;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorTable;

/** Which function stands for which operator, or what Keras lacks; every operator is listed once. */
public final class FunctionTable extends OperatorTable<Function> {
  public FunctionTable() {
    super("functions");
  }

  public void one(Class<? extends Operator> operator, Function.One function) {
    put(operator, Function.one(function));
  }
}
