package dev.tenon.internal.backing;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.tensor.Tensor;
import java.util.Map;

/** A network that has no layers to look at, to change or to write: each of these fails. */
public abstract class FixedBacking implements Backing {
  /** Returns what to throw for all of these; says what to do instead. */
  protected abstract IllegalStateException refusal();

  @Override
  public final KerasModel keras() {
    throw refusal();
  }

  @Override
  public final EditableNetwork editable() {
    throw refusal();
  }

  @Override
  public Map<String, Tensor> weights() {
    throw refusal();
  }

  @Override
  public ModelTraining training() {
    throw refusal();
  }
}
