package dev.tenon.internal.train.objective;

import dev.tenon.data.Batch;
import dev.tenon.ir.graph.OperatorNode;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.lower.Lowering;
import dev.tenon.ir.lower.Mode;
import dev.tenon.ir.op.Recurrent;
import dev.tenon.ir.shape.Dim;
import dev.tenon.ir.shape.Shape;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.layers.base.NestedModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model lowered for training: once, or, where a recurrent layer walks along a sequence of open
 * length, once for each length that the data bring. A loop of unknown length has no gradient; one
 * of a known length is written out step by step.
 */
public final class TrainingGraphs {
  /** The engine keeps what it was given, so that the number of lengths has a bound. */
  private static final int MOST = 64;

  private final NestedModel model;
  private final Lowered inference;
  private final Map<List<TensorType>, Lowered> forms = new HashMap<>();
  private @Nullable Lowered general;
  private boolean open;

  public TrainingGraphs(NestedModel model, Lowered inference) {
    this.model = model;
    this.inference = inference;
  }

  /**
   * Returns the types of features that this batch's form is made for.
   *
   * @return empty where one form serves all batches
   */
  public List<TensorType> types(Batch batch) {
    general();
    if (!open) {
      return List.of();
    }
    List<TensorType> types = new ArrayList<>();
    List<Value> inputs = inference.graph().inputs();
    for (int i = 0; i < inputs.size(); i++) {
      Shape shape = inputs.get(i).shape();
      for (int axis = 1; shape.ranked() && axis < shape.rank(); axis++) {
        if (!shape.dim(axis).isKnown()) {
          shape = shape.with(axis, Dim.of(batch.features().get(i).dim(axis)));
        }
      }
      types.add(inputs.get(i).type().with(shape));
    }
    return types;
  }

  /**
   * Returns the form for features of these types.
   *
   * @throws IllegalArgumentException where the data bring too many different lengths
   */
  public Lowered of(List<TensorType> types) {
    if (types.isEmpty()) {
      return general();
    }
    Lowered form = forms.get(types);
    if (form == null) {
      if (forms.size() >= MOST) {
        throw new IllegalArgumentException(
            "the batches bring sequences of more than "
                + MOST
                + " different lengths, and a recurrent layer is prepared for each: pad the"
                + " sequences to one length, or to a few");
      }
      form = Lowering.lower(model, Mode.TRAINING, inference, types);
      forms.put(types, form);
    }
    return form;
  }

  private Lowered general() {
    Lowered known = general;
    if (known == null) {
      known = Lowering.lower(model, Mode.TRAINING, inference);
      open = known.graph().nodes().stream().anyMatch(TrainingGraphs::isOpen);
      general = known;
    }
    return known;
  }

  private static boolean isOpen(OperatorNode node) {
    if (!(node.operator() instanceof Recurrent.Recurrence recurrence)) {
      return false;
    }
    for (int i = 0; i < recurrence.sequences(); i++) {
      if (node.input(recurrence.states() + i).shape().dim(0).isKnown()) {
        return false;
      }
    }
    return true;
  }
}
