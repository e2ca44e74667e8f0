#pragma once
// https://service-manual.nhs.uk/design-system/components/file-upload
#include "platform/html/components/field.hpp"

namespace cohort::nhs {

// A plain field, or one that the script turns into a place to drop files on. The script's button
// has a name that axe finds fault with (its label does not hold its words), so plain is the rule.
enum class FileUploadLook { plain, drop_zone };

struct FileUpload {
    Label label = {};
    Hint hint = {};
    ErrorMessage error = {};
    std::string name = {};
    std::string id = {};     // the name when empty
    std::string accept = {}; // ".csv,text/csv": a help to the person, no check
    FileUploadLook look = FileUploadLook::plain;
    bool multiple = false;
    bool disabled = false;
    std::string described_by = {};
    FormGroup group = {};
    std::string classes = {};
    Attributes attributes = {};
};

// The form around it needs enctype="multipart/form-data".
Html file_upload(const FileUpload& options);

}
