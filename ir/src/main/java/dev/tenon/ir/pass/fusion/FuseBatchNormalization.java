package dev.tenon.ir.pass.fusion;

import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.op.Normalization;
import dev.tenon.ir.pass.Pattern;
import dev.tenon.ir.pass.Rewriter;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Folds inference batch normalisation into the convolution or matrix product before it. */
final class FuseBatchNormalization {
  private FuseBatchNormalization() {}

  static void visit(Rewriter rewriter, OperatorNode node) {
    boolean fused =
        node.operator() instanceof Normalization.BatchNormalization norm
            && norm.trainingMode() == 0
            && fuse(rewriter, node, norm);
    if (!fused) {
      rewriter.keep(node);
    }
  }

  private static boolean fuse(
      Rewriter rewriter, OperatorNode node, Normalization.BatchNormalization norm) {
    ChannelScale scale = scale(rewriter, node, norm);
    Value normalized = node.optionalInput(0);
    if (scale == null || normalized == null) {
      return false;
    }
    OperatorNode source = rewriter.producer(rewriter.now(normalized));
    if (source == null || !rewriter.isReadOnce(normalized)) {
      return false;
    }
    int channels = scale.factors().size();
    Tensor bias = null;
    if (source.operator() instanceof Binary.Add) {
      for (int side = 0; side < 2; side++) {
        OperatorNode product = Pattern.of(rewriter, source.input(side), Linear.MatMul.class);
        Tensor row = source.input(1 - side).constant();
        if (product != null
            && rewriter.isReadOnce(source.input(side))
            && row != null
            && row.size() == channels
            && row.dim(-1) == channels) {
          source = product;
          bias = row;
          break;
        }
      }
    }
    boolean fits =
        ChannelScale.channels(source) == channels
            && source.output().shape().ranked()
            && ChannelScale.axis(source) == norm.channelAxis(node.output().rank());
    return fits && scale.fuse(rewriter, source, bias, node);
  }

  private static @Nullable ChannelScale scale(
      Rewriter rewriter, OperatorNode node, Normalization.BatchNormalization norm) {
    List<Tensor> moments = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Value operand = node.optionalInput(i + 1);
      Tensor constant = operand == null ? null : rewriter.now(operand).constant();
      if (constant == null) {
        return null;
      }
      moments.add(constant);
    }
    double[][] affine = norm.affine(moments);
    return ChannelScale.of(affine[0], affine[1]);
  }
}
