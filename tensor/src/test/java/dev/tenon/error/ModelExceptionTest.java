package dev.tenon.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Errors about models keep type, cause and list when they learn where they happened. */
final class ModelExceptionTest {
  @Test
  void theMessageIsThePlaceAndWhatIsWrong() {
    MalformedModelException e = new MalformedModelException("model.h5", "is truncated");
    assertThat(e).hasMessage("model.h5: is truncated");
    assertThat(e.where()).isEqualTo("model.h5");
    assertThat(e.what()).isEqualTo("is truncated");
    assertThat(e.origin()).isEmpty();
  }

  @Test
  void aPlaceIsSaidOnce() {
    ModelException e = new MalformedModelException("model.h5: '/a'", "is truncated");
    assertThat(e.within("model.h5")).isSameAs(e);
    assertThat(e.within("model")).hasMessage("model: model.h5: '/a': is truncated");
  }

  @Test
  void typeCauseAndStackTraceStay() {
    IOException cause = new IOException("disk");
    List<ModelException> all =
        List.of(
            new MalformedModelException("is truncated", cause),
            new UnsupportedModelException("cannot run:", List.of("Foo: 'a'"), cause),
            new UnknownRankException(),
            new InternalErrorException("", cause));
    for (ModelException e : all) {
      ModelException there = e.within("model.onnx").from("node 'a'", "a");
      assertThat(there.getClass()).isEqualTo(e.getClass());
      assertThat(there.getCause()).isSameAs(e.getCause());
      assertThat(there.getStackTrace()).isEqualTo(e.getStackTrace());
      assertThat(there.what()).isEqualTo(e.what());
      assertThat(there.origin()).isEqualTo("a");
      assertThat(there.where()).startsWith("node 'a'");
    }
  }

  @Test
  void theInnermostOriginStays() {
    ModelException e = new UnknownRankException().from("layer 'inner'", "outer/inner");
    assertThat(e.from("layer 'outer'", "outer")).isSameAs(e);
  }

  @Test
  void theListStays() {
    ModelException e =
        new UnsupportedModelException("cannot run:", List.of("Foo: 'a'", "Bar: 'b'"))
            .within("model.onnx");
    assertThat(e).hasMessage("model.onnx: cannot run:\n  Foo: 'a'\n  Bar: 'b'");
    assertThat(((UnsupportedModelException) e).unsupported())
        .containsExactly("Foo: 'a'", "Bar: 'b'");
  }

  @Test
  void namesAreEscaped() {
    ModelException e =
        new UnsupportedModelException("m\u001b[2J.h5", "layer 'a\nb'", List.of("x\u202ey"));
    assertThat(e).hasMessage("m\\u001b[2J.h5: layer 'a\\nb'\n  x\\u202ey");
  }

  @Test
  void anInternalErrorNamesItsCause() {
    assertThat(new InternalErrorException("model.h5", new IllegalStateException("odd")))
        .hasMessage(
            "model.h5: an internal error of Tenon (java.lang.IllegalStateException: odd): please"
                + " report it");
  }

  /** What Java's serialization brings to another process is the same but for the list. */
  @Test
  void serializationKeepsTheMessage() throws Exception {
    ModelException e =
        new UnsupportedModelException("m.onnx", "cannot run:", List.of("Foo: 'a'"))
            .from("node 'a'", "a");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      UnsupportedModelException there = (UnsupportedModelException) in.readObject();
      assertThat(there).hasMessage(e.getMessage());
      assertThat(there.where()).isEqualTo(e.where());
      assertThat(there.origin()).isEqualTo("a");
      assertThat(there.unsupported()).isEmpty();
    }
  }

  @Test
  void aChangedFileKeepsItsPlace() {
    ModelException e = new FileChangedException("model.h5");
    assertThat(e).hasMessageStartingWith("model.h5: the file changed while the model was loaded");
    assertThat(e.within("model.h5")).isSameAs(e);
    assertThat(e.within("folder")).isInstanceOf(FileChangedException.class);
    assertThat(e.within("folder").where()).isEqualTo("folder: model.h5");
  }
}
