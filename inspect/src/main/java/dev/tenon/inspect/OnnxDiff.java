package dev.tenon.inspect;

import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.internal.figures.DifferenceSentences;
import dev.tenon.internal.figures.PortDiff;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds in what two ONNX files differ: the graphs inside nodes are compared like the main one. */
final class OnnxDiff {
  private final List<String> ports = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private final List<String> weights = new ArrayList<>();
  private int equalWeights;

  private OnnxDiff() {}

  static ModelDiff of(OnnxStructure left, OnnxStructure right) {
    OnnxDiff diff = new OnnxDiff();
    for (String domain :
        DifferenceSentences.union(left.opsets().keySet(), right.opsets().keySet())) {
      Long one = left.opsets().get(domain);
      Long two = right.opsets().get(domain);
      if (!Objects.equals(one, two)) {
        diff.ports.add("opset of " + domain + ": " + version(one) + " and " + version(two));
      }
    }
    diff.ports.addAll(
        new PortDiff()
            .compare("input", left.inputs(), right.inputs())
            .compare("output", left.outputs(), right.outputs())
            .found());
    diff.compare("", left.graph(), right.graph());
    for (String name :
        DifferenceSentences.union(left.functions().keySet(), right.functions().keySet())) {
      diff.bodies("function " + name, left.functions().get(name), right.functions().get(name));
    }
    return new ModelDiff(diff.ports, diff.steps, diff.weights, diff.equalWeights);
  }

  private static String version(@Nullable Long version) {
    return version == null ? "none" : version.toString();
  }

  private void bodies(
      String where, OnnxStructure.@Nullable Body one, OnnxStructure.@Nullable Body two) {
    if (one == null || two == null) {
      steps.add(where + ": only in the " + DifferenceSentences.side(one != null) + " model");
      return;
    }
    new PortDiff()
        .compare("input", one.inputs(), two.inputs())
        .compare("output", one.outputs(), two.outputs())
        .found()
        .forEach(line -> steps.add(where + ": " + line));
    compare(where + "/", one, two);
  }

  private void compare(String prefix, OnnxStructure.Body one, OnnxStructure.Body two) {
    Map<String, OnnxStructure.Node> a = byPath(one);
    Map<String, OnnxStructure.Node> b = byPath(two);
    for (String path : DifferenceSentences.union(a.keySet(), b.keySet())) {
      OnnxStructure.Node left = a.get(path);
      OnnxStructure.Node right = b.get(path);
      if (left != null && right != null) {
        nodes(prefix + path, left, right);
      } else {
        OnnxStructure.Node known = Objects.requireNonNull(left == null ? right : left);
        steps.add(
            DifferenceSentences.onlyIn(prefix + path + " (" + known.opType() + ")", left != null));
      }
    }
    Map<String, OnnxStructure.Initializer> wa = byName(one);
    Map<String, OnnxStructure.Initializer> wb = byName(two);
    for (String name : DifferenceSentences.union(wa.keySet(), wb.keySet())) {
      OnnxStructure.Initializer left = wa.get(name);
      OnnxStructure.Initializer right = wb.get(name);
      if (left == null || right == null) {
        weights.add(DifferenceSentences.onlyIn(prefix + name, left != null));
      } else if (left.same(right)) {
        equalWeights++;
      } else {
        weights.add(prefix + name + ": " + words(left, right));
      }
    }
  }

  private void nodes(String path, OnnxStructure.Node one, OnnxStructure.Node two) {
    String where = path + " (" + one.opType() + "): ";
    if (!one.opType().equals(two.opType()) || !one.domain().equals(two.domain())) {
      steps.add(where + "is " + two.domain() + ":" + two.opType() + " in the second model");
      return;
    }
    for (String key :
        DifferenceSentences.union(one.attributes().keySet(), two.attributes().keySet())) {
      attribute(path, where, key, one.attributes().get(key), two.attributes().get(key));
    }
    if (!one.inputs().equals(two.inputs())) {
      steps.add(where + "reads " + one.inputs() + " and " + two.inputs());
    }
    if (!one.outputs().equals(two.outputs())) {
      steps.add(where + "gives " + one.outputs() + " and " + two.outputs());
    }
  }

  private void attribute(
      String path, String where, String key, @Nullable Object one, @Nullable Object two) {
    if (one instanceof OnnxStructure.Body left && two instanceof OnnxStructure.Body right) {
      bodies(path + "/" + key, left, right);
    } else if (one instanceof OnnxStructure.Initializer left
        && two instanceof OnnxStructure.Initializer right) {
      if (!left.same(right)) {
        steps.add(where + key + ": " + words(left, right));
      }
    } else if (one instanceof List<?> left
        && two instanceof List<?> right
        && left.size() == right.size()) {
      for (int i = 0; i < left.size(); i++) {
        attribute(path, where, key + "[" + i + "]", left.get(i), right.get(i));
      }
    } else if (!Objects.equals(one, two)) {
      steps.add(where + key + " is " + one + " and " + two);
    }
  }

  private static String words(OnnxStructure.Initializer one, OnnxStructure.Initializer two) {
    if (!one.type().equals(two.type()) || !one.shape().equals(two.shape())) {
      return one + " and " + two;
    }
    return one.values() == null || two.values() == null
        ? one + " of other content"
        : DifferenceSentences.words(one.values(), two.values());
  }

  private static Map<String, OnnxStructure.Node> byPath(OnnxStructure.Body body) {
    Map<String, OnnxStructure.Node> nodes = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (OnnxStructure.Node node : body.nodes()) {
      nodes.put(OnnxStepReader.path(node, nodes.size(), taken), node);
    }
    return nodes;
  }

  private static Map<String, OnnxStructure.Initializer> byName(OnnxStructure.Body body) {
    Map<String, OnnxStructure.Initializer> tensors = new LinkedHashMap<>();
    body.initializers().forEach(tensor -> tensors.put(tensor.name(), tensor));
    return tensors;
  }
}
