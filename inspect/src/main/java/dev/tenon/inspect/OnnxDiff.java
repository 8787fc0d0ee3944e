package dev.tenon.inspect;

import dev.tenon.importers.onnx.structure.OnnxDetails;
import dev.tenon.importers.onnx.structure.OnnxStructure;
import dev.tenon.inspect.figures.DifferenceSentences;
import dev.tenon.inspect.figures.PortDiff;
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

  static ModelDiff of(OnnxDetails left, OnnxDetails right) {
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
            .compare("input", left.graph().inputs(), right.graph().inputs())
            .compare("output", left.graph().outputs(), right.graph().outputs())
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
      String where, OnnxDetails.@Nullable Body one, OnnxDetails.@Nullable Body two) {
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

  private void compare(String prefix, OnnxDetails.Body one, OnnxDetails.Body two) {
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
    Map<String, OnnxDetails.Content> wa = byName(one);
    Map<String, OnnxDetails.Content> wb = byName(two);
    for (String name : DifferenceSentences.union(wa.keySet(), wb.keySet())) {
      OnnxDetails.Content left = wa.get(name);
      OnnxDetails.Content right = wb.get(name);
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
    if (one instanceof OnnxDetails.Body left && two instanceof OnnxDetails.Body right) {
      bodies(path + "/" + key, left, right);
    } else if (one instanceof OnnxDetails.Content left
        && two instanceof OnnxDetails.Content right) {
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
      steps.add(where + key + " is " + brief(one) + " and " + brief(two));
    }
  }

  private static String brief(@Nullable Object value) {
    return value instanceof OnnxDetails.Body body
        ? "graph of " + body.nodes().size() + " nodes"
        : String.valueOf(value);
  }

  private static String words(OnnxDetails.Content one, OnnxDetails.Content two) {
    if (!one.type().equals(two.type()) || !one.shape().equals(two.shape())) {
      return one + " and " + two;
    }
    return one.values() == null || two.values() == null
        ? one + " of other content"
        : DifferenceSentences.words(one.values(), two.values());
  }

  private static Map<String, OnnxStructure.Node> byPath(OnnxDetails.Body body) {
    Map<String, OnnxStructure.Node> nodes = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (OnnxStructure.Node node : body.nodes()) {
      nodes.put(OnnxStepReader.path(node, nodes.size(), taken), node);
    }
    return nodes;
  }

  private static Map<String, OnnxDetails.Content> byName(OnnxDetails.Body body) {
    Map<String, OnnxDetails.Content> tensors = new LinkedHashMap<>();
    body.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
    return tensors;
  }
}
