package dev.tenon.internal.backing;

import dev.tenon.exporters.keras.KerasExporter;
import dev.tenon.exporters.keras.KerasOptions;
import dev.tenon.exporters.onnx.OnnxOptions;
import dev.tenon.importers.keras.KerasModel;
import dev.tenon.internal.saving.GraphSaving;
import dev.tenon.internal.train.ModelTraining;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A network that has no layers to look at, to change or to write: each of these fails. */
public abstract class FixedBacking implements Backing {
  /** Returns what to throw for all of these; says what to do instead. */
  protected abstract IllegalStateException refusal();

  @Override
  public final KerasModel keras() {
    throw refusal();
  }

  @Override
  public final LayerNode asLayer() {
    throw refusal();
  }

  @Override
  public final Backing cut(List<String> names) {
    throw refusal();
  }

  @Override
  public final Backing withoutTop() {
    throw refusal();
  }

  @Override
  public final Backing withHead(List<LayerNode> head) {
    throw refusal();
  }

  @Override
  public final Backing insertAfter(String path, LayerNode added) {
    throw refusal();
  }

  @Override
  public final Backing replace(String path, LayerNode other) {
    throw refusal();
  }

  @Override
  public final Backing rename(Map<String, String> names) {
    throw refusal();
  }

  @Override
  public final Backing copy() {
    throw refusal();
  }

  @Override
  public final void setFrozen(boolean frozen) {
    throw refusal();
  }

  @Override
  public final void setFrozen(String pattern, boolean frozen) {
    throw refusal();
  }

  @Override
  public final Set<String> matching(String pattern) {
    throw refusal();
  }

  @Override
  public final void trainable(String pattern) {
    throw refusal();
  }

  @Override
  public Map<String, Tensor> weights() {
    throw refusal();
  }

  @Override
  public final void setWeights(Map<String, Tensor> values) {
    throw refusal();
  }

  @Override
  public ModelTraining training() {
    throw refusal();
  }

  @Override
  public final GraphSaving.Content content() {
    throw refusal();
  }

  @Override
  public final KerasExporter exporter(
      Path target, @Nullable KerasOptions asked, Map<String, String> notes) {
    throw refusal();
  }

  @Override
  public final void checkOnnx() {
    throw refusal();
  }

  @Override
  public final List<String> saveOnnx(Path target, Map<String, String> notes) {
    throw refusal();
  }

  @Override
  public final List<String> saveOnnx(Path target, OnnxOptions options) {
    throw refusal();
  }
}
