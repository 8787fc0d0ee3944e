package dev.tenon;

import dev.tenon.importers.keras.KerasModel;
import dev.tenon.importers.keras.layers.CallStructure;
import dev.tenon.internal.backing.keras.KerasWeights;
import dev.tenon.internal.backing.keras.ModelBuilding;
import dev.tenon.internal.backing.onnx.OnnxBacking;
import dev.tenon.internal.backing.onnx.OnnxTop;
import dev.tenon.internal.surgery.Copying;
import dev.tenon.internal.surgery.Cutting;
import dev.tenon.internal.surgery.Editing;
import dev.tenon.internal.surgery.Head;
import dev.tenon.internal.surgery.LayerPaths;
import dev.tenon.ir.graph.Parameter;
import dev.tenon.ir.layer.KerasTensor;
import dev.tenon.ir.layer.LayerNode;
import dev.tenon.ir.layer.Member;
import dev.tenon.ir.layer.NestedModel;
import dev.tenon.ir.shape.TensorType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Model} is as a part of others, and how others are made of it.
 *
 * <p>Layers are named by their paths: {@code dense_1}, or {@code encoder/dense_1} inside a model.
 * The models that {@link #cut}, {@link #withHead}, {@link #insertAfter}, {@link #replace} and
 * {@link #rename} return have their layers in common with this one, weights included, as in Keras;
 * only {@link #copy} makes weights of its own. They are not compiled. A name that is none is an
 * {@link IllegalArgumentException} with the names most like it.
 *
 * <p>An ONNX network is one layer, named after its file. Its inside is named by its own nodes and
 * values, and what {@link #cut} and {@link #rename} make of it are networks with weights of their
 * own; layers can be put behind it but not into it, unless {@link Model#toKeras()} made it layers.
 */
public abstract sealed class EditableModel implements Member permits PredictingModel {
  private volatile @Nullable LayerNode member;

  EditableModel() {}

  /**
   * Returns what the Keras importer read or was built in code, with the newest weights, also in the
   * middle of a training.
   *
   * @throws IllegalStateException for a model that is no Keras model, or is not built yet
   * @throws dev.tenon.error.UnsupportedModelException for an ONNX network, which {@link
   *     Model#toKeras()} makes layers of
   */
  public abstract KerasModel keras();

  /** Builds a model that waits for its first data. */
  abstract void build(TensorType batch);

  private Model self() {
    return (Model) this;
  }

  private @Nullable OnnxBacking network() {
    return self().backing() instanceof OnnxBacking onnx ? onnx : null;
  }

  /** Returns the model as layers; an ONNX network is a single one. */
  private KerasModel layered() {
    OnnxBacking onnx = network();
    return onnx == null ? keras() : onnx.layered();
  }

  /** Returns the model as a layer of other models, with the same weights. */
  @Override
  public LayerNode member() {
    LayerNode known = member;
    if (known == null) {
      OnnxBacking onnx = network();
      known =
          onnx == null ? ModelBuilding.member(keras()) : ModelBuilding.onlyLayer(onnx.layered());
      member = known;
    }
    return known;
  }

  @Override
  public List<KerasTensor> applyAll(List<KerasTensor> inputs, Map<String, Object> keywords) {
    build(inputs.get(0).value().type());
    return Member.super.applyAll(inputs, keywords);
  }

  /**
   * Returns the layers by path, in Keras' order, those inside others behind the one they are in.
   */
  public Map<String, LayerNode> layers() {
    return LayerPaths.all(layered().model());
  }

  /** Returns a layer, to be used in other models with the same weights. */
  public LayerNode layer(String path) {
    return LayerPaths.find(layered().model(), path);
  }

  /**
   * Returns the part of the model that ends at inner values: Keras' {@code Model(model.input,
   * model.get_layer(path).output)}.
   *
   * @param paths a layer each; {@code dense@2} is the second call of a layer, {@code lstm:1} its
   *     second result; in an ONNX network a value, or a node for its first result
   */
  public Model cut(String... paths) {
    OnnxBacking onnx = network();
    if (onnx != null) {
      return self().with(onnx.cut(List.of(paths)));
    }
    return edited(Cutting.cut(keras().model(), List.of(paths)), Map.of());
  }

  /**
   * Returns the model without its classifier: Keras' {@code include_top=False}.
   *
   * <p>The top begins with the last layer that flattens (Flatten, or a global pooling) where layers
   * with weights come before it, else with the last layer that has weights.
   */
  public Model withoutTop() {
    OnnxBacking onnx = network();
    if (onnx != null) {
      return cut(OnnxTop.below(onnx.structure()));
    }
    return cut(Head.below(keras().model()));
  }

  /**
   * Returns the model with layers behind its output; an ONNX network becomes its first layer, and
   * the whole is saved as {@code .onnx}.
   */
  public Model withHead(Member... head) {
    List<LayerNode> layers = Stream.of(head).map(Member::member).toList();
    return edited(Head.append(layered().model(), layers), Map.of());
  }

  /** Returns the model with one more layer, behind every call of a layer. */
  public Model insertAfter(String path, Member added) {
    refuseNetwork("put in");
    return edited(
        new Editing(keras().model()), editing -> editing.insertAfter(path, added.member()));
  }

  /** Returns the model with another layer in the place of one. */
  public Model replace(String path, Member other) {
    refuseNetwork("replaced");
    return edited(new Editing(keras().model()), editing -> editing.replace(path, other.member()));
  }

  /**
   * Returns the model with other names of layers or inputs; of an ONNX network, of nodes, inputs,
   * outputs, weights and inner values.
   *
   * @param names new names, without a path, by present path
   */
  public Model rename(Map<String, String> names) {
    OnnxBacking onnx = network();
    if (onnx != null) {
      return self().with(onnx.renamed(names));
    }
    return edited(new Editing(keras().model()), editing -> editing.rename(names));
  }

  private void refuseNetwork(String what) {
    OnnxBacking onnx = network();
    if (onnx != null) {
      throw onnx.noLayers(what);
    }
  }

  /** Freezes all layers: Keras' {@code model.trainable = False}. */
  public Model freeze() {
    OnnxBacking onnx = network();
    if (onnx != null) {
      onnx.setFrozen(onnx.weightNames(), true);
      return self();
    }
    keras().model().layers().forEach(layer -> layer.setTrainable(false));
    return self();
  }

  /**
   * Freezes the layers that a pattern names, in all models that they are part of; compile
   * afterwards.
   *
   * @param pattern {@code conv*} for layers of such a name wherever they are, {@code encoder/**}
   *     for all inside one; {@code *} stands for any signs but a slash, {@code ?} for one. In an
   *     ONNX network it names weights, or the nodes that read them; the file says in its metadata
   *     what is frozen
   */
  public Model freeze(String pattern) {
    OnnxBacking onnx = network();
    if (onnx != null) {
      onnx.setFrozen(onnx.matching(pattern), true);
      return self();
    }
    layersMatching(pattern).values().forEach(layer -> layer.setTrainable(false));
    return self();
  }

  /** Lets optimizers change all layers again. */
  public Model unfreeze() {
    OnnxBacking onnx = network();
    if (onnx != null) {
      onnx.setFrozen(onnx.weightNames(), false);
      return self();
    }
    keras().model().layers().forEach(layer -> layer.setTrainable(true));
    return self();
  }

  /**
   * Lets optimizers change the layers that a pattern names, as {@link #freeze(String)} reads it;
   * other layers inside the same frozen model stay as they are.
   */
  public Model unfreeze(String pattern) {
    OnnxBacking onnx = network();
    if (onnx != null) {
      onnx.setFrozen(onnx.matching(pattern), false);
      return self();
    }
    Map<String, LayerNode> all = layers();
    layersMatching(pattern)
        .forEach(
            (path, layer) -> {
              layer.setTrainable(true);
              for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
                LayerNode outer = all.get(path.substring(0, slash));
                if (outer != null && !outer.trainable()) {
                  outer.setTrainableHere(true);
                }
              }
            });
    return self();
  }

  /** Returns the layers that a pattern names, by path; see {@link #freeze(String)}. */
  public Map<String, LayerNode> layersMatching(String pattern) {
    return LayerPaths.matching(layered().model(), pattern);
  }

  /**
   * Returns the names of what {@link #freeze(String)} freezes: paths of layers, or the weights of
   * an ONNX network.
   */
  public Set<String> matching(String pattern) {
    OnnxBacking onnx = network();
    return onnx == null ? layersMatching(pattern).keySet() : onnx.matching(pattern);
  }

  /**
   * Returns a model of the same layers with weights of its own, which begin equal to this one's.
   */
  public Model copy() {
    OnnxBacking onnx = network();
    if (onnx != null) {
      return self().with(onnx.changed(model -> model));
    }
    KerasModel from = keras();
    Copying copying = new Copying();
    NestedModel copy = copying.copy(from.model());
    KerasModel to =
        ModelBuilding.edited(
            from, copy, copying.origins(), from.inputStructure(), from.outputStructure());
    Collection<Parameter> own = KerasWeights.parameters(from).values();
    var others = KerasWeights.parameters(to).values().iterator();
    for (Parameter parameter : own) {
      var stored = from.parameters().stored(parameter);
      to.parameters().put(others.next(), stored.tensor(), stored.view());
    }
    return Model.of(to).setImages(self().images());
  }

  /** A change of a model. */
  private interface Change {
    NestedModel of(Editing editing);
  }

  private Model edited(Editing editing, Change change) {
    NestedModel changed = change.of(editing);
    return edited(changed, editing.replaced());
  }

  private Model edited(NestedModel changed, Map<LayerNode, LayerNode> origins) {
    KerasModel from = layered();
    boolean sameInputs = changed.graph().inputs().size() == from.model().graph().inputs().size();
    boolean sameOutputs = changed.graph().outputNames().equals(from.outputNames());
    return Model.of(
            ModelBuilding.sharing(
                from,
                changed,
                origins,
                sameInputs ? from.inputStructure() : form(changed.graph().inputs().size()),
                sameOutputs ? from.outputStructure() : form(changed.graph().outputs().size())))
        .setImages(self().images());
  }

  private static CallStructure form(int tensors) {
    return tensors == 1 ? CallStructure.BARE : CallStructure.LIST;
  }
}
