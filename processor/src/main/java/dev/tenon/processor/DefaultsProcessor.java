package dev.tenon.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.tools.Diagnostic;

/**
 * Writes for every class with {@code DefaultFactories} its superclass: a list of records' {@code
 * DEFAULTS} and a factory for each of them.
 *
 * <p>The factory of a record with a {@code learningRate} takes that, as a number or a schedule.
 */
@SupportedAnnotationTypes(DefaultsProcessor.ANNOTATION)
public final class DefaultsProcessor extends AbstractProcessor {
  static final String ANNOTATION = "dev.tenon.config.DefaultFactories";

  private static final String RATE = "learningRate";

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      for (Element holder : round.getElementsAnnotatedWith(annotation)) {
        for (AnnotationMirror mirror : holder.getAnnotationMirrors()) {
          if (mirror.getAnnotationType().asElement().equals(annotation)) {
            write((TypeElement) holder, mirror);
          }
        }
      }
    }
    return false;
  }

  private void write(TypeElement holder, AnnotationMirror mirror) {
    Map<String, Object> values = new HashMap<>();
    mirror
        .getElementValues()
        .forEach((key, value) -> values.put(key.getSimpleName().toString(), value.getValue()));
    List<TypeElement> records = new ArrayList<>();
    ((List<?>) values.get("value"))
        .forEach(value -> records.add(type(((AnnotationValue) value).getValue())));
    TypeElement kind = type(values.get("kind"));
    List<String> names = new ArrayList<>();
    if (values.get("names") instanceof List<?> given) {
      given.forEach(name -> names.add((String) ((AnnotationValue) name).getValue()));
    }
    String packageName =
        processingEnv.getElementUtils().getPackageOf(holder).getQualifiedName().toString();
    String className = kind.getSimpleName() + "Factories";
    try (Writer out =
        processingEnv
            .getFiler()
            .createSourceFile(packageName + "." + className, holder)
            .openWriter()) {
      out.write(source(packageName, className, kind.getSimpleName().toString(), records, names));
    } catch (IOException e) {
      String message = "cannot write " + className + ": " + e.getMessage();
      processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, holder);
    }
  }

  private static TypeElement type(Object classValue) {
    return (TypeElement) ((DeclaredType) classValue).asElement();
  }

  private static String source(
      String packageName,
      String className,
      String kind,
      List<TypeElement> records,
      List<String> names) {
    List<String> defaults = new ArrayList<>();
    StringBuilder factories = new StringBuilder();
    for (TypeElement type : records) {
      String record = type.getSimpleName().toString();
      defaults.add(record + ".DEFAULTS");
      String name =
          names.stream()
              .filter(record::equalsIgnoreCase)
              .findFirst()
              .orElseGet(() -> LayerRecord.lower(record));
      RecordComponentElement first = type.getRecordComponents().get(0);
      if (first.getSimpleName().contentEquals(RATE)) {
        factory(
            factories, record, name, "double " + RATE, name + "(new ConstantRate(" + RATE + "))");
        String with = record + ".DEFAULTS.withLearningRate(" + RATE + ")";
        factory(factories, record, name, "LearningRateSchedule " + RATE, with);
      } else {
        factory(factories, record, name, "", record + ".DEFAULTS");
      }
    }
    return "package "
        + packageName
        + ";\n\nimport java.util.List;\n\n/** Keras' defaults and a factory for each. */\nabstract class "
        + className
        + " {\n  static final List<"
        + kind
        + "> ALL =\n      List.of(\n          "
        + String.join(",\n          ", defaults)
        + ");\n\n  "
        + className
        + "() {}\n"
        + factories
        + "}\n";
  }

  private static void factory(
      StringBuilder out, String record, String name, String parameter, String value) {
    String other = parameter.isEmpty() ? "" : "other ";
    out.append("\n  /** Returns {@link ").append(record);
    out.append("} with Keras' ").append(other).append("defaults. */\n  public static ");
    out.append(record).append(" ").append(name).append("(").append(parameter);
    out.append(") {\n    return ").append(value).append(";\n  }\n");
  }
}
