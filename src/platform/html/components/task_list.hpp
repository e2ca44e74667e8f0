#pragma once
// Things to do and how far each is.
// https://service-manual.nhs.uk/design-system/components/task-list
#include "platform/html/components/tag.hpp"

namespace cohort::nhs {

struct Task {
    Html title = {};
    Url href = {};
    Html hint = {};
    Html status = {};
    std::optional<Tag> status_tag = {}; // instead of status
    std::string title_classes = {};
    std::string status_classes = {};
    std::string classes = {};
};

struct TaskList {
    std::vector<Task> items = {};
    std::string id_prefix = "task-list";
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html task_list(const TaskList& options);

}
