package dev.tenon.processor;

import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.AnnotatedConstruct;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import org.jspecify.annotations.Nullable;

/** Types as source, with whole names and {@code Nullable}. */
final class SourceTypes {
  private static final String NULLABLE = "org.jspecify.annotations.Nullable";

  private SourceTypes() {}

  static String of(TypeMirror type) {
    return of(type, nullable(type));
  }

  /** Returns the type of a parameter; compilers keep its annotation on either of the two. */
  static String of(TypeMirror type, VariableElement parameter) {
    return of(type, nullable(type) || nullable(parameter));
  }

  private static String of(TypeMirror type, boolean nullable) {
    String marker = nullable ? "@" + NULLABLE + " " : "";
    if (type instanceof ArrayType array) {
      return of(array.getComponentType()) + (nullable ? " " + marker : "") + "[]";
    }
    if (type instanceof DeclaredType declared) {
      TypeElement element = (TypeElement) declared.asElement();
      String name = element.getQualifiedName().toString();
      int simple = name.length() - element.getSimpleName().length();
      List<? extends TypeMirror> arguments = declared.getTypeArguments();
      return name.substring(0, simple)
          + marker
          + element.getSimpleName()
          + (arguments.isEmpty()
              ? ""
              : arguments.stream()
                  .map(SourceTypes::of)
                  .collect(Collectors.joining(", ", "<", ">")));
    }
    if (type instanceof WildcardType wildcard) {
      return "?"
          + bound(" extends ", wildcard.getExtendsBound())
          + bound(" super ", wildcard.getSuperBound());
    }
    return type.getKind().isPrimitive()
        ? type.getKind().name().toLowerCase(java.util.Locale.ROOT)
        : marker + type;
  }

  private static String bound(String word, @Nullable TypeMirror bound) {
    return bound == null ? "" : word + of(bound);
  }

  private static boolean nullable(AnnotatedConstruct annotated) {
    return annotated.getAnnotationMirrors().stream()
        .anyMatch(mirror -> mirror.getAnnotationType().toString().equals(NULLABLE));
  }
}
