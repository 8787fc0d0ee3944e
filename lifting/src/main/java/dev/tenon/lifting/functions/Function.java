package dev.tenon.lifting.functions;

import java.util.List;

/** Writes the nodes of one operator as functions. */
@FunctionalInterface
public interface Function {
  /**
   * Returns the results in order; later ones may be left out where nothing reads them.
   *
   * @throws NoFunctionException where no function means the same
   */
  List<Operand> write(FunctionNode node);

  /** Returns a function with one result. */
  static Function one(One one) {
    return node -> List.of(one.write(node));
  }

  /** Writes the only result of a node. */
  @FunctionalInterface
  interface One {
    Operand write(FunctionNode node);
  }
}
