package dev.tenon.lifting.functions;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorTable;
import java.util.Map;
import java.util.function.BiFunction;

/** Which function stands for which operator, or what Keras lacks; every operator is listed once. */
public final class FunctionTable extends OperatorTable<Function> {
  public FunctionTable() {
    super("functions");
  }

  public void one(Class<? extends Operator> operator, Function.One function) {
    put(operator, Function.one(function));
  }

  /** Registers a function with one result that looks at the operator's attributes. */
  public <O extends Operator> void one(
      Class<O> operator, BiFunction<FunctionNode, O, Operand> function) {
    one(operator, node -> function.apply(node, operator.cast(node.node().operator())));
  }

  /** Registers a function of the same name on the only operand. */
  void same(Class<? extends Operator> operator, String name) {
    one(operator, node -> node.writer().same(name, Map.of(), node.in(0)));
  }
}
