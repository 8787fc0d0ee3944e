package dev.tenon.ir.pass.fusion;

import dev.tenon.ir.graph.Operator;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.op.Binary;
import dev.tenon.ir.op.Convolution;
import dev.tenon.ir.op.Linear;
import dev.tenon.ir.pass.Rewriter;
import java.util.Arrays;

/** Moves a constant that is added to, or multiplied with, a convolution into it. */
final class FuseAffine {
  private FuseAffine() {}

  static void visit(Rewriter rewriter, OperatorNode node) {
    Operator operator = node.operator();
    if (operator instanceof Binary.Add || operator instanceof Binary.Mul) {
      if (fuse(rewriter, node, 0) || fuse(rewriter, node, 1)) {
        return;
      }
    } else if ((operator instanceof Binary.Sub || operator instanceof Binary.Div)
        && fuse(rewriter, node, 0)) {
      return;
    }
    rewriter.keep(node);
  }

  private static boolean fuse(Rewriter rewriter, OperatorNode node, int side) {
    OperatorNode source = rewriter.producer(rewriter.now(node.input(side)));
    if (source == null
        || !rewriter.isReadOnce(node.input(side))
        || !(source.operator() instanceof Convolution || source.operator() instanceof Linear.Gemm)
        || !source.output().shape().ranked()) {
      return false;
    }
    int channels = ChannelScale.channels(source);
    Value other = rewriter.now(node.input(1 - side));
    if (channels < 0) {
      return false;
    }
    double[] values =
        ChannelScale.perChannel(
            other, channels, ChannelScale.axis(source), source.output().shape());
    if (values == null) {
      return false;
    }
    double[] factors = new double[channels];
    double[] offsets = new double[channels];
    Arrays.fill(factors, 1);
    for (int i = 0; i < channels; i++) {
      if (node.operator() instanceof Binary.Add) {
        offsets[i] = values[i];
      } else if (node.operator() instanceof Binary.Sub) {
        offsets[i] = -values[i];
      } else {
        factors[i] = node.operator() instanceof Binary.Mul ? values[i] : 1 / values[i];
      }
    }
    return ChannelScale.of(factors, offsets).fuse(rewriter, source, null, node);
  }
}
