#include "platform/html/components/file_upload.hpp"

#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

Html file_upload(const FileUpload& options) {
    const std::string& field_id = options.id.empty() ? options.name : options.id;
    const FieldNotes notes =
        field_notes(options.hint, options.error, field_id, options.described_by);
    FormGroup group = options.group;
    group.classes = joined(group.classes, "nhsuk-file-upload");
    if (options.look == FileUploadLook::drop_zone) {
        group.attributes.insert(group.attributes.begin(), attr<"data-module">("nhsuk-file-upload"));
    }
    return form_group(
        group,
        options.error.text.empty() ? FieldState::fine : FieldState::in_error,
        label(options.label, field_id) + notes.markup + group.before_input
            + html::input(
                classes(joined("nhsuk-file-upload__input", options.classes)),
                id(field_id),
                attr<"name">(options.name),
                attr<"type">("file"),
                attr_unless_empty<"accept">(options.accept),
                flag<"disabled">(options.disabled),
                flag<"multiple">(options.multiple),
                attr_unless_empty<"aria-describedby">(notes.described_by),
                options.attributes
            )
            + group.after_input
    );
}

}
