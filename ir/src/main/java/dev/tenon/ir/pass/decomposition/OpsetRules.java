package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.NotInOnnx;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.TreeEnsembles;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.shape.Shape;
import dev.tenon.schema.OperatorSchemas;
import dev.tenon.tensor.DType;
import java.util.Set;

/**
 * Which operators, with the attributes and operands they are used with, an opset has.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators, with their versions</a>
 */
final class OpsetRules {
  private OpsetRules() {}

  /** Returns the first opset that is written and has an operator. */
  static int since(Operator operator) {
    if (operator.getClass().isAnnotationPresent(NotInOnnx.class)) {
      return OperatorSchemas.OLDEST;
    }
    return operator instanceof Normalization.GroupNormalization
        // Opset 18 had it too, with scale and bias of another meaning: one a group.
        ? since(operator, "stash_type")
        : OperatorSchemas.since(operator.opType());
  }

  private static int since(Operator operator, String attribute) {
    return OperatorSchemas.since("", operator.opType(), Set.of(attribute));
  }

  /**
   * Returns whether an opset's form of an operator is the one that takes bfloat16, for which ONNX
   * Runtime 1.29 has no kernel, although it means the same as the one before.
   */
  private static boolean isBeyondKernels(Operator operator, int opset) {
    return opset >= OperatorSchemas.since(operator.opType(), DType.BFLOAT16);
  }

  static boolean has(OperatorNode node, int opset) {
    Operator operator = node.operator();
    if (operator instanceof StatelessRandom
        || operator instanceof ImageResampling.ImageProjectiveTransform
        || operator instanceof Linear.MatrixSolve) {
      return false;
    }
    if (operator instanceof Generation.Shape shape) {
      return opset >= since(shape, "start") || (shape.start() == 0 && shape.end() == null);
    }
    if (operator instanceof Movement.Split split) {
      Shape whole = node.input(0).shape();
      return opset >= since(split, "num_outputs")
          || split.numOutputs() == null
          || (whole.ranked() && whole.dim((int) split.axis()).isKnown());
    }
    if (operator instanceof Movement.Pad pad) {
      int inputs = node.optionalInput(3) == null ? 3 : 4;
      return opset >= OperatorSchemas.since("Pad", inputs)
          && opset >= OperatorSchemas.since("Pad", "mode", pad.mode());
    }
    if (operator instanceof Pooling.AveragePool pool) {
      return opset >= since(pool, "dilations")
          || pool.dilations() == null
          || pool.dilations().stream().allMatch(dilation -> dilation == 1);
    }
    if (operator instanceof Vision.RoiAlign align) {
      boolean old = align.coordinateTransformationMode().equals("output_half_pixel");
      return !isBeyondKernels(align, opset)
          && (opset >= since(align, "coordinate_transformation_mode") || old);
    }
    if (operator instanceof TreeEnsembles.TreeEnsemble trees) {
      // ONNX Runtime 1.29 exchanges the numbers of SOFTMAX and LOGISTIC, and knows few sets.
      return trees.membershipValues() == null
          && trees.postTransform() != 1
          && trees.postTransform() != 2;
    }
    if (operator instanceof Vision.MaxRoiPool) {
      return !isBeyondKernels(operator, opset);
    }
    return opset >= since(operator);
  }
}
