package dev.tenon.processor;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;

/** Writes whole names into the links of a Javadoc that moves to another package. */
final class DocumentationLinks {
  private static final Pattern LINK =
      Pattern.compile("\\{@link(?:plain)?\\s+([\\w.]+)((?:#\\w+)?)(\\([^)]*\\))?(?:\\s+[^}]*)?\\}");

  /** The packages whose types the Javadoc of layers names, beside the layer's own. */
  private static final List<String> PACKAGES =
      List.of("java.lang.", "dev.tenon.layers.base.", "dev.tenon.layers.common.", "");

  private DocumentationLinks() {}

  /** Returns the same text; a link to a type that is unknown or not for users becomes code. */
  static String qualified(String text, String packageName, Elements elements) {
    return LINK.matcher(text)
        .replaceAll(link -> Matcher.quoteReplacement(link(link, packageName, elements)));
  }

  private static String link(MatchResult link, String packageName, Elements elements) {
    String label = link.group(1) + link.group(2).replace('#', '.');
    return Stream.concat(Stream.of(packageName + "."), PACKAGES.stream())
        .map(before -> elements.getTypeElement(before + link.group(1)))
        .filter(TypeElement.class::isInstance)
        .findFirst()
        .filter(found -> isExported(found, elements))
        .map(found -> "{@link " + found.getQualifiedName() + link.group(2) + " " + label + "}")
        .orElse("{@code " + label + "}");
  }

  /** Returns whether users may name a type; the records of layers and their helpers are hidden. */
  private static boolean isExported(TypeElement type, Elements elements) {
    String found = elements.getPackageOf(type).getQualifiedName().toString();
    return !found.startsWith("dev.tenon.layers.") || found.equals("dev.tenon.layers.base");
  }
}
