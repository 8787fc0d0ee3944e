package dev.tenon.exporters.keras.plan;

import dev.tenon.internal.collections.UniqueNames;
import dev.tenon.ir.graph.Value;
import dev.tenon.ir.lower.Lowered;
import dev.tenon.ir.shape.TensorType;
import dev.tenon.keras.calls.CallArguments;
import dev.tenon.keras.calls.CallRules;
import dev.tenon.keras.calls.MaskMarks;
import dev.tenon.keras.check.BuildRules;
import dev.tenon.keras.functions.OperationCall;
import dev.tenon.layers.activation.ReLU;
import dev.tenon.layers.activation.ThresholdedReLU;
import dev.tenon.layers.base.Arg;
import dev.tenon.layers.base.Layer;
import dev.tenon.layers.base.LayerCall;
import dev.tenon.layers.base.LayerGraph;
import dev.tenon.layers.base.LayerNode;
import dev.tenon.layers.base.NestedModel;
import dev.tenon.layers.base.Scope;
import dev.tenon.layers.base.SubLayer;
import dev.tenon.layers.ops.KerasOp;
import dev.tenon.saving.keras.KerasFormat;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Plans the file of a model: resolves names, flattens nested models if necessary, and infers types.
 */
public final class ExportPlanner {
  /** What TensorFlow does not allow in the name of a scope. */
  private static final Pattern UNSCOPED = Pattern.compile("[^A-Za-z0-9_.\\\\/>-]");

  private static final Pattern UNSTARTED = Pattern.compile("^[^A-Za-z0-9.]");

  private final Lowered lowered;
  private final KerasFormat format;
  private final Diagnostics diagnostics;
  private final boolean masked;
  private final BuildRules rules;

  public ExportPlanner(Lowered lowered, KerasFormat format, Diagnostics diagnostics) {
    this.lowered = lowered;
    this.format = format;
    this.diagnostics = diagnostics;
    this.masked = AutoMasks.hasMasks(lowered);
    this.rules = new BuildRules(format, diagnostics::refuse);
  }

  /** Returns the draft of the outermost model. */
  public ModelDraft root(NestedModel model) {
    return new Making(model, "", true).make();
  }

  /**
   * Returns the draft of a model inside another.
   *
   * @param path the call path under which its inner values were lowered
   * @param trainable whether it and all around it may be trained
   */
  public ModelDraft nested(NestedModel model, String path, boolean trainable) {
    return new Making(model, path + "/", trainable).make();
  }

  /** Returns whether a member is an operation, which Keras does not count among the layers. */
  public boolean isOperation(LayerDraft draft) {
    return draft.node != null && draft.node.layer() instanceof KerasOp && format.forKeras3();
  }

  private final class Making {
    private final NestedModel model;
    private final String prefix;
    private final boolean trainable;
    private final boolean sequential;
    private final List<LayerDraft> inputs = new ArrayList<>();
    private final Map<LayerNode, LayerDraft> layers = new LinkedHashMap<>();
    private final Map<Value, ModelDraft.Place> places = new IdentityHashMap<>();
    private final Map<Value, TensorType> types = new IdentityHashMap<>();
    private final UniqueNames names = new UniqueNames();
    private final Operations operations = new Operations(format, masked, types::get);

    Making(NestedModel model, String prefix, boolean trainable) {
      this.model = model;
      this.prefix = prefix;
      this.trainable = trainable;
      this.sequential = model.className().equals("Sequential");
    }

    ModelDraft make() {
      LayerGraph graph = model.graph();
      Map<Value, Arg> bound = new IdentityHashMap<>();
      List<Value> lowerInputs = lowered.graph().inputs();
      for (int i = 0; i < graph.inputs().size(); i++) {
        Value input = graph.inputs().get(i);
        TensorType type = prefix.isEmpty() ? lowerInputs.get(i).type() : input.type();
        LayerDraft draft = LayerDraft.input(unique(input.name()), type);
        inputs.add(draft);
        places.put(input, new ModelDraft.Place(draft, 0, 0));
        types.put(input, type);
        bound.put(input, new Arg.Ref(input));
      }
      // Keras' order of the layers decides where two calls do not depend on each other.
      model.layers().forEach(this::reserve);
      walk(graph, bound, prefix, "", true);
      List<Value> outputs = new ArrayList<>();
      graph.outputs().forEach(output -> outputs.add(value(output, bound)));
      List<LayerDraft> planner = new ArrayList<>();
      layers.values().stream().filter(draft -> !draft.calls.isEmpty()).forEach(planner::add);
      if (!sequential && !format.weightsByPath()) {
        AutoMasks.remove(planner, outputs, places, diagnostics);
      }
      List<LayerDraft> ordered;
      if (sequential) {
        ordered = new ArrayList<>(inputs);
        ordered.addAll(planner);
      } else {
        ordered = LayerOrder.of(inputs, planner, outputs, places);
      }
      return new ModelDraft(
          model.className(), graph.name(), trainable, ordered, inputs, outputs, places, types);
    }

    private boolean flattens(LayerNode node) {
      return format == KerasFormat.BOTH_H5 && !sequential && node.layer() instanceof NestedModel;
    }

    private void reserve(LayerNode node) {
      if (!flattens(node)) {
        draft(node, true, prefix + node.name(), "");
      }
    }

    private LayerDraft draft(
        LayerNode node, boolean outerTrainable, String path, String namePrefix) {
      return layers.computeIfAbsent(
          node,
          k -> {
            SubLayer<?> built = lowered.built().get(node);
            Scope scope = built == null ? null : built.scope();
            boolean free = node.trainable() && outerTrainable;
            return LayerDraft.layer(unique(node.name(), namePrefix), node, scope, free, path);
          });
    }

    private void walk(
        LayerGraph graph,
        Map<Value, Arg> bound,
        String at,
        String namePrefix,
        boolean outerTrainable) {
      for (LayerCall call : graph.calls()) {
        String path = at + call.name();
        List<Arg> args = call.args().stream().map(arg -> rebind(arg, bound)).toList();
        Map<String, Arg> kwargs = new LinkedHashMap<>();
        call.kwargs().forEach((key, arg) -> kwargs.put(key, rebind(arg, bound)));
        LayerNode node = call.node();
        MaskMarks.remove(node, kwargs, format, masked, diagnostics::note);
        if (flattens(node) && node.layer() instanceof NestedModel nested) {
          flatten(call, nested, args, bound, path, outerTrainable && node.trainable());
          continue;
        }
        LayerDraft draft = draft(node, outerTrainable, path, namePrefix);
        List<Value> outputs = new ArrayList<>();
        List<Value> known = lowered.inner().getOrDefault(path, List.of());
        OperationCall written = new OperationCall(node.layer(), args, kwargs);
        if (node.layer() instanceof KerasOp) {
          written = operations.written(written, known.isEmpty() ? null : known.get(0).type());
          draft = replaced(draft, node, written.layer());
        } else if (node.layer() instanceof ThresholdedReLU old && format.forKeras3()) {
          // Both generations have it as an option of ReLU; Keras 3 has nothing else.
          draft = replaced(draft, node, new ReLU(null, 0, old.theta()));
        }
        int index = draft.calls.size();
        for (int i = 0; i < call.outputs().size(); i++) {
          Value given = call.outputs().get(i);
          Value output = Value.of(given.name(), given.type());
          outputs.add(output);
          bound.put(given, new Arg.Ref(output));
          places.put(output, new ModelDraft.Place(draft, index, i));
          if (i < known.size()) {
            types.put(output, known.get(i).type());
          }
        }
        rules.check(draft.name, node.layer(), known(written.args()), known(outputs, types));
        CallArguments said =
            CallRules.written(node, written.args(), written.kwargs(), format.readers().get(0));
        draft.calls.add(new LayerDraft.CallDraft(said, outputs));
      }
    }

    private List<TensorType> known(List<Arg> args) {
      return known(args.stream().flatMap(arg -> arg.values().stream()).toList(), types);
    }

    private static List<TensorType> known(List<Value> values, Map<Value, TensorType> types) {
      return values.stream().map(types::get).filter(Objects::nonNull).toList();
    }

    /** Puts the layer that is written for another one in its place, under its name. */
    private LayerDraft replaced(LayerDraft draft, LayerNode node, Layer<?> written) {
      LayerNode before = Objects.requireNonNull(draft.node);
      if (before.layer().equals(written)) {
        return draft;
      }
      if (!draft.calls.isEmpty()) {
        diagnostics.refuse("an operation that is called in several ways", draft.name);
        return draft;
      }
      LayerNode other = node.like(node.name(), written);
      LayerDraft replaced = LayerDraft.layer(draft.name, other, null, draft.trainable, draft.path);
      layers.put(node, replaced);
      return replaced;
    }

    /** Writes the layers of a nested model as layers of this one. */
    private void flatten(
        LayerCall call,
        NestedModel nested,
        List<Arg> args,
        Map<Value, Arg> bound,
        String path,
        boolean innerTrainable) {
      List<Value> given = new ArrayList<>();
      args.forEach(arg -> given.addAll(arg.values()));
      Map<Value, Arg> inner = new IdentityHashMap<>();
      for (int i = 0; i < nested.graph().inputs().size(); i++) {
        Value input = nested.graph().inputs().get(i);
        if (!fits(types.get(given.get(i)), input.type())) {
          diagnostics.refuse(
              "a nested model that casts or reshapes what it is given, which its layers alone do"
                  + " not",
              call.node().name());
        }
        inner.put(input, new Arg.Ref(given.get(i)));
      }
      String name = call.node().name();
      walk(nested.graph(), inner, path + "/", name, innerTrainable);
      for (int i = 0; i < call.outputs().size(); i++) {
        bound.put(
            call.outputs().get(i), new Arg.Ref(value(nested.graph().outputs().get(i), inner)));
      }
      diagnostics.note(
          "The nested model '"
              + name
              + "' is written as layers of the outer model: the two generations of Keras count the"
              + " calls of nested models differently.");
    }

    /** Returns whether layers can read a tensor in the place of a model's input. */
    private static boolean fits(@Nullable TensorType given, TensorType wanted) {
      if (given == null || !given.shape().ranked() || !wanted.shape().ranked()) {
        return true;
      }
      // Layers cast real numbers to the type of their policy themselves.
      boolean real = given.dtype().isFloating() && wanted.dtype().isFloating();
      return given.shape().rank() == wanted.shape().rank()
          && (real || given.dtype() == wanted.dtype());
    }

    private static Value value(Value value, Map<Value, Arg> bound) {
      if (bound.get(value) instanceof Arg.Ref ref) {
        return ref.value();
      }
      throw new IllegalArgumentException(
          "value '" + value.name() + "' is used before a layer gives it");
    }

    private Arg rebind(Arg arg, Map<Value, Arg> bound) {
      return arg.replace(
          value -> {
            if (value.constant() != null || value.parameter() != null) {
              diagnostics.refuse(
                  "a constant tensor of the graph as an argument", String.valueOf(value.name()));
              return new Arg.Const(null);
            }
            return new Arg.Ref(value(value, bound));
          });
    }

    private String unique(String name) {
      return unique(name, "");
    }

    /** Returns a name that Keras takes, and that is not there twice. */
    private String unique(String name, String namePrefix) {
      String allowed = format.forKeras3() ? name.replace('/', '_') : name;
      if (format.forTfKeras()) {
        allowed = UNSCOPED.matcher(UNSTARTED.matcher(allowed).replaceFirst("_")).replaceAll("_");
        allowed = allowed.startsWith("_") ? "layer" + allowed : allowed;
      }
      if (!allowed.equals(name)) {
        diagnostics.note(
            "Layers with signs in their names that Keras does not allow, such as '"
                + name
                + "', have a '_' there.");
      }
      String candidate = allowed;
      if (names.contains(candidate) && !namePrefix.isEmpty()) {
        candidate = namePrefix + "_" + allowed;
      }
      return names.unique(candidate);
    }
  }
}
