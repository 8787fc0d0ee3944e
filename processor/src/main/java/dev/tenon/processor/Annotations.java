package dev.tenon.processor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;

/** The values of annotations in source. */
public final class Annotations {
  private Annotations() {}

  /** Returns the values of annotations of some types, without defaults. */
  public static Map<String, Object> values(Element element, Set<String> annotations) {
    Map<String, Object> values = new HashMap<>();
    for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
      if (annotations.contains(mirror.getAnnotationType().toString())) {
        mirror
            .getElementValues()
            .forEach((key, value) -> values.put(key.getSimpleName() + "", value.getValue()));
      }
    }
    return values;
  }

  /** Returns the entries of an array; empty if it is not given. */
  public static List<Object> entries(Map<String, Object> values, String key) {
    List<Object> entries = new ArrayList<>();
    if (values.get(key) instanceof List<?> given) {
      given.forEach(entry -> entries.add(((AnnotationValue) entry).getValue()));
    }
    return entries;
  }
}
