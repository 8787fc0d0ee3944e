package dev.tenon.layers.reshaping;

import dev.tenon.ir.graph.Value;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.layers.base.Call;
import dev.tenon.layers.common.Default;
import dev.tenon.layers.common.NoWeights;
import dev.tenon.layers.common.ShortName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes the shape of each sample and keeps its elements.
 *
 * <p>Input (batch, …), output (batch, target_shape…). A sample that does not fit fails with an
 * {@link IllegalArgumentException}.
 *
 * @param targetShape the shape without the batch axis; one length may be -1 and is computed
 * @see <a href="https://keras.io/api/layers/reshaping_layers/reshape/">Keras: Reshape</a>
 */
@ShortName("targetShape")
public record Reshape(@Default("-1") List<@Nullable Long> targetShape)
    implements NoWeights, ReshapeOptions {
  @Override
  public List<Value> call(None weights, Call call, List<Value> inputs) {
    Value x = inputs.get(0);
    Dim elements = x.shape().sub(1, x.rank()).size();
    List<Dim> dims = new ArrayList<>();
    dims.add(x.shape().dim(0));
    int open = -1;
    long known = 1;
    for (Long length : targetShape) {
      if (length == null || length < 0) {
        open = dims.size();
        dims.add(Dim.unknown());
      } else {
        known *= length;
        dims.add(Dim.of(length));
      }
    }
    if (elements.isKnown()) {
      boolean fits =
          open < 0
              ? elements.orMinusOne() == known
              : known > 0 && elements.orMinusOne() % known == 0;
      if (!fits) {
        throw new IllegalArgumentException(
            "samples of shape "
                + x.shape().sub(1, x.rank())
                + " do not fit target_shape "
                + targetShape);
      }
    }
    if (open >= 0 && known > 0) {
      dims.set(open, elements.floorDiv(known));
    }
    return List.of(call.ops().reshape(x, Shape.of(dims)));
  }
}
