package dev.tenon.ir.pass.decomposition;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.op.Activations;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Generation;
import dev.tenon.ir.op.ImageResampling;
import dev.tenon.ir.op.Indexing;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Movement;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.op.Pooling;
import dev.tenon.ir.op.Signal;
import dev.tenon.ir.op.StatelessRandom;
import dev.tenon.ir.op.Text;
import dev.tenon.ir.op.TreeEnsembles;
import dev.tenon.ir.op.Unary;
import dev.tenon.ir.op.Vision;
import dev.tenon.ir.shape.Shape;
import java.util.Map;

/**
 * Which operators, with the attributes and operands they are used with, an opset has.
 *
 * @see <a href="https://onnx.ai/onnx/operators/">ONNX operators, with their versions</a>
 */
final class OpsetRules {
  /** The first opset of each operator that came after 13. */
  private static final Map<Class<? extends Operator>, Integer> SINCE =
      Map.ofEntries(
          Map.entry(Vision.AffineGrid.class, 20),
          Map.entry(Vision.Col2Im.class, 18),
          Map.entry(Vision.DeformConv.class, 19),
          Map.entry(Signal.DFT.class, 17),
          Map.entry(Signal.STFT.class, 17),
          Map.entry(Signal.MelWeightMatrix.class, 17),
          Map.entry(Indexing.TensorScatter.class, 24),
          Map.entry(Text.StringConcat.class, 20),
          Map.entry(Text.StringSplit.class, 20),
          Map.entry(Text.RegexFullMatch.class, 20),
          Map.entry(Unary.HardSwish.class, 14),
          Map.entry(Movement.Trilu.class, 14),
          Map.entry(Normalization.LayerNormalization.class, 17),
          Map.entry(Unary.Mish.class, 18),
          Map.entry(Unary.BitwiseNot.class, 18),
          Map.entry(Binary.BitwiseAnd.class, 18),
          Map.entry(Binary.BitwiseOr.class, 18),
          Map.entry(Binary.BitwiseXor.class, 18),
          Map.entry(Activations.Gelu.class, 20),
          // Opset 18 had it too, with scale and bias of another meaning: one a group.
          Map.entry(Normalization.GroupNormalization.class, 21),
          Map.entry(Normalization.RMSNormalization.class, 23),
          Map.entry(Activations.Swish.class, 24));

  private OpsetRules() {}

  /** Returns the first opset that has an operator, as far as it came after 13; else 13. */
  static int since(Operator operator) {
    return SINCE.getOrDefault(operator.getClass(), 13);
  }

  static boolean has(OperatorNode node, int opset) {
    Operator operator = node.operator();
    if (operator instanceof StatelessRandom
        || operator instanceof ImageResampling.ImageProjectiveTransform
        || operator instanceof Linear.MatrixSolve) {
      return false;
    }
    if (operator instanceof Generation.Shape shape) {
      return opset >= 15 || (shape.start() == 0 && shape.end() == null);
    }
    if (operator instanceof Movement.Split split) {
      Shape whole = node.input(0).shape();
      return opset >= 18
          || split.numOutputs() == null
          || (whole.ranked() && whole.dim((int) split.axis()).isKnown());
    }
    if (operator instanceof Movement.Pad pad) {
      boolean old = node.optionalInput(3) == null && !pad.mode().equals("wrap");
      return old || opset >= (pad.mode().equals("wrap") ? 19 : 18);
    }
    if (operator instanceof Pooling.AveragePool pool) {
      return opset >= 19
          || pool.dilations() == null
          || pool.dilations().stream().allMatch(dilation -> dilation == 1);
    }
    if (operator instanceof Vision.RoiAlign align) {
      // ONNX Runtime 1.29 has no kernel for the form of opset 22, which means the same.
      boolean old = align.coordinateTransformationMode().equals("output_half_pixel");
      return opset < 22 && (opset >= 16 || old);
    }
    if (operator instanceof TreeEnsembles.TreeEnsemble trees) {
      // ONNX Runtime 1.29 exchanges the numbers of SOFTMAX and LOGISTIC, and knows few sets.
      return trees.membershipValues() == null
          && trees.postTransform() != 1
          && trees.postTransform() != 2;
    }
    if (operator instanceof Vision.MaxRoiPool) {
      return opset < 22;
    }
    return opset >= since(operator);
  }
}
