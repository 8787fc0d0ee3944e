package dev.tenon.processor.functions;

import dev.tenon.processor.Annotations;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.annotation.processing.SupportedOptions;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;

/**
 * Writes the functions of {@code keras.ops} from the table that a class with {@code OperationTable}
 * names: a class for each chapter, each extending the one before.
 *
 * <p>The option {@code tenon.resources} is the folder of resources that holds the table.
 */
@SupportedAnnotationTypes(OperationsProcessor.ANNOTATION)
@SupportedOptions(OperationsProcessor.RESOURCES)
public final class OperationsProcessor extends AbstractProcessor {
  static final String ANNOTATION = "dev.tenon.ops.OperationTable";
  static final String RESOURCES = "tenon.resources";

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    for (TypeElement annotation : annotations) {
      round.getElementsAnnotatedWith(annotation).forEach(this::write);
    }
    return false;
  }

  private void write(Element holder) {
    Map<String, Object> values = Annotations.values(holder, Set.of(ANNOTATION));
    String where = processingEnv.getElementUtils().getPackageOf(holder).toString();
    String folder =
        Objects.requireNonNull(
            processingEnv.getOptions().get(RESOURCES), "the option " + RESOURCES + " is missing");
    Path table = Path.of(folder, where.replace('.', '/'), values.get("value") + "");
    String parent = values.get("parent") + "";
    try {
      List<FunctionRow> rows = FunctionRow.of(Files.readString(table));
      for (Object chapter : Annotations.entries(values, "chapters")) {
        String text = chapter + "";
        String name = Character.toUpperCase(text.charAt(0)) + text.substring(1) + "Functions";
        List<FunctionRow> own = rows.stream().filter(row -> row.chapter().equals(text)).toList();
        try (Writer out =
            processingEnv.getFiler().createSourceFile(where + "." + name, holder).openWriter()) {
          out.write(FunctionsWriter.write(where, name, parent, own));
        }
        parent = name;
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot write the functions of " + table, e);
    }
  }
}
