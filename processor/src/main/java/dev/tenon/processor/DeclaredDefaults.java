package dev.tenon.processor;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.UnaryTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.Trees;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import org.jspecify.annotations.Nullable;

/**
 * The defaults of a record, read from the source of its constant {@code DEFAULTS}.
 *
 * <p>Only literals and constants have a text. A compiler other than javac, and a record of a
 * compiled module, give none.
 */
final class DeclaredDefaults {
  private static final String CONSTANT = "DEFAULTS";
  private static final Pattern NUMBERS = Pattern.compile("List\\.of\\(([-\\d., L]+)\\)");
  private static final Pattern CAPITALS = Pattern.compile("[A-Z][A-Z0-9_]*");

  private final @Nullable Trees trees;

  DeclaredDefaults(ProcessingEnvironment environment) {
    this.trees = trees(environment);
  }

  private static @Nullable Trees trees(ProcessingEnvironment environment) {
    try {
      return Trees.instance(environment);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Returns the texts of the defaults, by component; a component without one is absent. */
  Map<String, String> of(TypeElement type) {
    Map<String, String> texts = new HashMap<>();
    List<? extends ExpressionTree> arguments = arguments(type);
    List<? extends RecordComponentElement> components = type.getRecordComponents();
    if (arguments.size() != components.size()) {
      return texts;
    }
    for (int i = 0; i < arguments.size(); i++) {
      String text = text(arguments.get(i));
      if (text != null) {
        texts.put(components.get(i).getSimpleName().toString(), text);
      }
    }
    return texts;
  }

  private List<? extends ExpressionTree> arguments(TypeElement type) {
    for (VariableElement field : ElementFilter.fieldsIn(type.getEnclosedElements())) {
      Tree tree =
          trees != null && field.getSimpleName().contentEquals(CONSTANT)
              ? trees.getTree((Element) field)
              : null;
      if (tree instanceof VariableTree variable
          && variable.getInitializer() instanceof NewClassTree made) {
        return made.getArguments();
      }
    }
    return List.of();
  }

  private static @Nullable String text(ExpressionTree value) {
    if (value instanceof LiteralTree literal) {
      Object constant = literal.getValue();
      return constant == null ? "none" : code(String.valueOf(constant));
    }
    if (value instanceof UnaryTree minus
        && minus.getKind() == Tree.Kind.UNARY_MINUS
        && minus.getExpression() instanceof LiteralTree literal) {
      return code("-" + literal.getValue());
    }
    if (value instanceof MemberSelectTree constant && isConstant(constant.getIdentifier() + "")) {
      return code((constant.getIdentifier() + "").toLowerCase(Locale.ROOT));
    }
    if (value instanceof IdentifierTree constant && isConstant(constant.getName() + "")) {
      return code((constant.getName() + "").toLowerCase(Locale.ROOT));
    }
    String source = value.toString();
    Matcher numbers = NUMBERS.matcher(source);
    return source.equals("List.of()")
        ? "none"
        : numbers.matches() ? code(numbers.group(1).replace("L", "")) : null;
  }

  private static boolean isConstant(String name) {
    return CAPITALS.matcher(name).matches() && !name.equals(CONSTANT);
  }

  private static String code(String text) {
    return text.isEmpty() ? "an empty text" : "{@code " + text + "}";
  }
}
