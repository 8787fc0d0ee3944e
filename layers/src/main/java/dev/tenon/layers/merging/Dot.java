package dev.tenon.layers.merging;

import dev.tenon.ir.builder.Ops;
import dev.tenon.ir.graph.Value;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.Promotion;
import dev.tenon.layers.common.ShortName;
import java.util.List;

/**
 * Computes the dot products of two tensors along one axis of each, sample by sample.
 *
 * <p>The output has the other axes of the first input, then those of the second. Two inputs (batch,
 * n) give (batch, 1). A call fails with an {@link IllegalArgumentException} for other than two
 * inputs, or for the batch axis.
 *
 * @param axes one axis for both inputs, or one for each; the batch axis is 0
 * @param normalize whether both inputs are scaled to length 1 first, which gives the cosine
 * @see <a href="https://keras.io/api/layers/merging_layers/dot/">Keras: Dot</a>
 */
@ShortName("axes")
public record Dot(@Default("-1") List<Long> axes, @Default("false") boolean normalize)
    implements NoWeights, DotOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    if (inputs.size() != 2) {
      throw new IllegalArgumentException("Dot takes two inputs, it gets " + inputs.size());
    }
    if (axes.isEmpty() || axes.size() > 2) {
      throw new IllegalArgumentException("Dot takes one axis or two, axes are " + axes);
    }
    Ops ops = call.ops();
    List<Value> both = Promotion.together(ops, inputs);
    Value x = both.get(0);
    Value y = both.get(1);
    int ofX = x.shape().axis(Math.toIntExact(axes.get(0)));
    int ofY = y.shape().axis(Math.toIntExact(axes.get(axes.size() - 1)));
    if (ofX == 0 || ofY == 0) {
      throw new IllegalArgumentException("Dot cannot sum over the batch, axes are " + axes);
    }
    if (normalize) {
      x = normalized(ops, x, ofX);
      y = normalized(ops, y, ofY);
    }
    String first = letters(x.rank(), ofX, 'b');
    String second = letters(y.rank(), ofY, (char) ('b' + x.rank()));
    String output = first.replace("z", "") + second.substring(1).replace("z", "");
    Value product = ops.einsum(first + "," + second + "->" + output, x, y);
    return List.of(product.rank() == 1 ? ops.unsqueeze(product, 1) : product);
  }

  /** Names the axes: a for the batch, z for the one that is summed over. */
  private static String letters(int rank, int summed, char first) {
    StringBuilder letters = new StringBuilder("a");
    for (int i = 1; i < rank; i++) {
      letters.append(i == summed ? 'z' : (char) (first + i - 1));
    }
    return letters.toString();
  }

  private static Value normalized(Ops ops, Value x, int axis) {
    Value squares = ops.reduceSum(ops.mul(x, x), true, axis);
    Value inverse = ops.div(ops.scalar(x, 1), ops.sqrt(squares));
    return ops.mul(x, ops.min(inverse, 1e7));
  }
}
