package dev.tenon.lifting.walk;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.pass.decomposition.Expansions;
import dev.tenon.lifting.functions.ActivationFunctions;
import dev.tenon.lifting.functions.ElementwiseFunctions;
import dev.tenon.lifting.functions.FillFunctions;
import dev.tenon.lifting.functions.Function;
import dev.tenon.lifting.functions.FunctionNode;
import dev.tenon.lifting.functions.FunctionTable;
import dev.tenon.lifting.functions.FunctionTarget;
import dev.tenon.lifting.functions.FunctionWriter;
import dev.tenon.lifting.functions.IndexingFunctions;
import dev.tenon.lifting.functions.MovementFunctions;
import dev.tenon.lifting.functions.NoFunctionException;
import dev.tenon.lifting.functions.NormalizationFunctions;
import dev.tenon.lifting.functions.Operand;
import dev.tenon.lifting.functions.ProductFunctions;
import dev.tenon.lifting.functions.ReductionFunctions;
import dev.tenon.lifting.functions.image.ConvolutionFunctions;
import dev.tenon.lifting.functions.image.ImagingFunctions;
import dev.tenon.lifting.functions.image.PaddingFunctions;
import dev.tenon.lifting.functions.image.PoolingFunctions;
import dev.tenon.tensor.Tensor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes an operator as functions of {@code keras.ops}, which a {@code .keras} file holds as
 * operations between its layers.
 *
 * @see <a href="https://keras.io/api/ops/">Keras: ops</a>
 */
public final class KerasFunctions {
  private static final FunctionTable TABLE = new FunctionTable();

  /** Operators that are rewritten in plainer ones first, besides those with an expansion. */
  private static final Set<Class<? extends Operator>> PLAIN =
      Set.of(
          Normalization.LayerNormalization.class,
          Normalization.RMSNormalization.class,
          Normalization.GroupNormalization.class);

  static {
    ElementwiseFunctions.list(TABLE);
    ActivationFunctions.list(TABLE);
    ReductionFunctions.list(TABLE);
    MovementFunctions.list(TABLE);
    PaddingFunctions.list(TABLE);
    IndexingFunctions.list(TABLE);
    ProductFunctions.list(TABLE);
    ConvolutionFunctions.list(TABLE);
    PoolingFunctions.list(TABLE);
    ImagingFunctions.list(TABLE);
    NormalizationFunctions.list(TABLE);
    FillFunctions.list(TABLE);
    KerasGaps.list(TABLE);
  }

  private KerasFunctions() {}

  /** Says whether there are functions for an operator, be it in plainer ones. */
  public static boolean has(Class<? extends Operator> operator) {
    return isFunction(operator)
        || PLAIN.contains(operator)
        || Expansions.operators().contains(operator);
  }

  static boolean isFunction(Class<? extends Operator> operator) {
    return TABLE.find(operator) != null;
  }

  /** Returns what Keras lacks for an operator, as the rest of a sentence; null for nothing. */
  public static @Nullable String gap(Class<? extends Operator> operator) {
    return TABLE.reason(operator);
  }

  /**
   * Writes a node.
   *
   * @param node the operator, and the types of what it gives
   * @param operands what it reads; null where an optional operand is left out
   * @return the results in order, of which later ones may be missing
   * @throws NoFunctionException where no function means the same, with the reason
   */
  public static List<Operand> write(
      OperatorNode node, List<@Nullable Operand> operands, FunctionTarget target) {
    Operator operator = node.operator();
    String gap = gap(operator.getClass());
    if (gap != null) {
      throw new NoFunctionException(gap);
    }
    boolean constant =
        !operands.isEmpty()
            && operands.stream().allMatch(one -> one == null || one.constant() != null);
    Function function = TABLE.find(operator.getClass());
    if (function == null || constant) {
      return PlainNodes.write(node, operands, target);
    }
    FunctionWriter writer = new FunctionWriter(target, node.name());
    return function.write(new FunctionNode(node, operands, writer));
  }

  /** Returns a constant as a tensor of a model, which must depend on an input. */
  public static Operand connected(
      Tensor constant, Operand input, String name, FunctionTarget target) {
    return FillFunctions.connected(new FunctionWriter(target, name), input, constant);
  }
}
