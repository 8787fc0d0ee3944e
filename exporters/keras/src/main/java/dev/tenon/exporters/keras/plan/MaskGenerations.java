package dev.tenon.exporters.keras.plan;

import dev.tenon.ir.layer.Arg;
import dev.tenon.ir.layer.Layer;
import dev.tenon.ir.layer.LayerCall;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.layers.attention.MultiHeadAttention;
import dev.tenon.layers.common.Masks;
import dev.tenon.layers.core.Identity;
import dev.tenon.layers.merging.Concatenate;
import dev.tenon.layers.merging.Merge;
import dev.tenon.layers.ops.KerasOp;
import java.util.Map;

/**
 * What the importer noted of the generation of Keras that a model follows with its masks, which no
 * file says.
 */
public final class MaskGenerations {
  private final KerasFormat format;
  private final Diagnostics diagnostics;
  private final boolean masked;

  MaskGenerations(Lowered lowered, KerasFormat format, Diagnostics diagnostics) {
    this.format = format;
    this.diagnostics = diagnostics;
    this.masked = hasMasks(lowered);
  }

  /** Says whether any layer makes a mask. */
  public static boolean hasMasks(Lowered lowered) {
    return lowered.built().keySet().stream().anyMatch(node -> AutoMasks.masks(node.layer()));
  }

  /** Says whether a mask is none, or the importer's mark that there is none. */
  private static boolean isNone(Arg.Const mask) {
    return mask.value() == null || mask.value().equals(false);
  }

  /** Takes out of a call's arguments what is no file's, and notes who will compute otherwise. */
  void strip(LayerCall call, Map<String, Arg> kwargs) {
    boolean joinedByAnd = kwargs.remove(Masks.ALL) != null;
    // An operation's mask is an argument like others, and so are numbers given to a layer.
    boolean ignored =
        !(call.node().layer() instanceof KerasOp)
            && kwargs.get("mask") instanceof Arg.Const constant
            && isNone(constant);
    if (ignored) {
      kwargs.remove("mask");
    }
    if (!masked) {
      return;
    }
    Layer<?> layer = call.node().layer();
    if (layer instanceof Merge || layer instanceof Concatenate) {
      if (joinedByAnd ? format.forKeras3() : format.forTfKeras()) {
        diagnostics.note(
            "Layers that merge tensors whose masks differ compute otherwise in the other generation"
                + " of Keras: Keras 3 counts what any of the masks counts, tf_keras what all of"
                + " them do.");
      }
    } else if (layer instanceof MultiHeadAttention attention
        && !attention.keepsMasks()
        && format.forTfKeras()) {
      diagnostics.note(
          "MultiHeadAttention of Keras 3 takes the masks off what it reads, that of tf_keras does"
              + " not: layers that read the same later, and queries that may look at nothing,"
              + " compute otherwise there.");
    } else if (ignored && layer instanceof Identity && format.forKeras3()) {
      diagnostics.note("Identity of tf_keras loses masks, that of Keras 3 hands them on.");
    } else if (ignored && !(layer instanceof Identity) && format.forTfKeras()) {
      diagnostics.note(
          "Keras 3 gives no mask to a recurrent layer that gets initial states, tf_keras does:"
              + " where steps are hidden it computes otherwise.");
    }
  }
}
