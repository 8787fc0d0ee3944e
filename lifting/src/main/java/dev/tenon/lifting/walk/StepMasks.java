package dev.tenon.lifting.walk;

import dev.tenon.layers.activation.Softmax;
import dev.tenon.layers.attention.MultiHeadAttention;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.merging.Maximum;
import dev.tenon.layers.merging.Merge;
import dev.tenon.layers.merging.Minimum;
import dev.tenon.layers.merging.Multiply;
import dev.tenon.layers.pooling.GlobalAveragePooling1D;
import dev.tenon.layers.recurrent.Bidirectional;
import dev.tenon.layers.recurrent.Rnn;
import dev.tenon.lifting.axes.NoEquivalentLayerException;
import dev.tenon.lifting.masking.StepMask;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The masks that Keras hands from layer to layer, by itself and unseen. */
public final class StepMasks {
  private final Map<KerasTensor, StepMask> masks = new IdentityHashMap<>();

  /** Returns the mask that a tensor has; null where it has none. */
  @Nullable StepMask of(KerasTensor tensor) {
    return masks.get(tensor);
  }

  public void put(KerasTensor tensor, @Nullable StepMask mask) {
    if (mask != null) {
      masks.put(tensor, mask);
    }
  }

  /** Refuses to apply a layer to tensors with a mask that it would look at, unasked. */
  void refuse(Layer<?> layer, List<KerasTensor> inputs) {
    if (looks(layer) && inputs.stream().anyMatch(masks::containsKey)) {
      throw new NoEquivalentLayerException(
          "reads all steps of a sequence of which Keras would hide those that others do not read");
    }
  }

  /** Says whether what a layer gives depends on the masks of its inputs. */
  private static boolean looks(Layer<?> layer) {
    return layer instanceof Rnn
        || layer instanceof Bidirectional
        || layer instanceof GlobalAveragePooling1D
        || layer instanceof Softmax
        || layer instanceof MultiHeadAttention
        || layer instanceof Multiply
        || layer instanceof Maximum
        || layer instanceof Minimum;
  }

  /** Hands masks on as both generations of Keras do, where both do the same. */
  void pass(Layer<?> layer, List<KerasTensor> inputs, KerasTensor output) {
    StepMask first = inputs.isEmpty() ? null : masks.get(inputs.get(0));
    boolean same = inputs.stream().allMatch(input -> Objects.equals(masks.get(input), first));
    if (layer instanceof Merge || layer instanceof Concatenate) {
      boolean along = layer instanceof Concatenate join && !isLast(join.axis(), output);
      put(output, same && !(along && first != null) ? first : new StepMask.Mixed());
    } else if (recurs(layer) || layer.maskFlow() == Layer.MaskFlow.PASS) {
      put(output, output.shape().rank() > 2 ? first : null);
    }
  }

  private static boolean isLast(long axis, KerasTensor tensor) {
    return axis == -1 || axis == tensor.shape().rank() - 1;
  }

  private static boolean recurs(Layer<?> layer) {
    Layer<?> inner = layer instanceof Bidirectional both ? both.layer().layer() : layer;
    return inner instanceof Rnn<?> rnn && rnn.returnSequences();
  }
}
